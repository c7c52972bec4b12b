"""What the demo company calls its units and jobs, and which skills go with which job."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Division:
    """A part of the company: its departments, and the job families of its people by weight."""

    code: str
    name: str
    departments: tuple[str, ...]
    families: dict[str, int]
    teams: tuple[str, ...] = ("Reliability", "Platform", "Interfaces", "Data", "Tooling")


_ENGINEERING = {"SWE": 46, "WEB": 10, "SRE": 9, "QAE": 8, "DEN": 8, "MOB": 6, "PRD": 5, "DES": 4, "PGM": 3, "WRI": 1}

# the small company has the first three and the last
DIVISIONS = (
    Division(
        "PAY",
        "Payments",
        ("Card Payments", "Merchant Services", "Payouts", "Fraud Prevention", "Invoicing"),
        {**_ENGINEERING, "SEC": 6},
    ),
    Division(
        "CLD",
        "Cloud Platform",
        ("Compute", "Storage", "Networking", "Developer Tools", "Identity"),
        {**_ENGINEERING, "SRE": 22, "SEC": 9},
    ),
    Division(
        "MED",
        "Media",
        ("Video Delivery", "Music", "Live Events", "Creator Tools", "Subscriptions"),
        {**_ENGINEERING, "MOB": 14, "DSC": 6},
    ),
    Division(
        "MKT",
        "Marketplace",
        ("Search", "Listings", "Checkout", "Seller Services", "Recommendations"),
        {**_ENGINEERING, "WEB": 18, "DSC": 8},
    ),
    Division(
        "LOG",
        "Logistics",
        ("Routing", "Warehouses", "Last Mile", "Customs", "Fleet"),
        {**_ENGINEERING, "DEN": 12, "SUP": 6},
    ),
    Division(
        "DEV",
        "Devices",
        ("Sensors", "Wearables", "Home", "Firmware Platform", "Device Care"),
        {"HWE": 24, "FWE": 28, "SWE": 22, "QAE": 10, "MOB": 6, "PRD": 4, "PGM": 4, "WRI": 2},
    ),
    Division(
        "TRU",
        "Trust and Privacy",
        ("Account Safety", "Content Safety", "Privacy", "Security Operations", "Compliance Tools"),
        {**_ENGINEERING, "SEC": 26, "DSC": 8},
    ),
    Division(
        "ORG",
        "Company Services",
        ("People", "Finance", "Workplace Technology", "Legal", "Support"),
        {"PPL": 28, "FIN": 20, "SWE": 16, "SUP": 18, "PGM": 8, "WRI": 4, "SRE": 6},
        ("Partners", "Operations", "Planning", "Reporting", "Services"),
    ),
)

TASK_FORCE_CODE, TASK_FORCE_NAME = "AAI", "Applied AI"
TASK_FORCE_GROUPS = (
    "Assistants",
    "Evaluation",
    "Training Data",
    "Model Serving",
    "Agents",
    "Speech and Vision",
    "Safety",
    "Internal Tools",
)
TASK_FORCE_LABS = ("Foundations", "Quality", "Annotation", "Runtime", "Feedback", "Partnerships")
TASK_FORCE_TEAMS = ("North", "East", "South", "West")

FAMILY_SKILLS: dict[str, tuple[str, ...]] = {
    "SWE": (
        *("python", "go", "java", "kotlin", "rust", "cpp", "sql", "http-apis", "distributed-systems"),
        *("event-streaming", "caching", "postgresql", "data-modelling", "containers", "observability"),
    ),
    "WEB": (
        *("typescript", "css", "accessibility", "design-systems", "http-apis", "test-automation"),
        *("performance-testing", "python", "caching"),
    ),
    "MOB": ("kotlin", "swift", "android", "ios", "http-apis", "accessibility", "test-automation", "caching"),
    "SRE": (
        *("linux", "containers", "kubernetes", "observability", "incident-response", "capacity-planning"),
        *("networking", "infrastructure-as-code", "go", "python", "distributed-systems", "postgresql"),
    ),
    "SEC": (
        *("cryptography", "threat-modelling", "identity", "security-testing", "privacy-engineering"),
        *("networking", "linux", "incident-response", "python", "go"),
    ),
    "QAE": (
        *("test-automation", "performance-testing", "accessibility", "security-testing", "python"),
        *("typescript", "http-apis", "data-quality"),
    ),
    "DEN": (
        *("sql", "python", "batch-pipelines", "event-streaming", "warehousing", "data-modelling"),
        *("data-quality", "postgresql", "java", "infrastructure-as-code"),
    ),
    "DSC": (
        *("statistics", "experimentation", "sql", "python", "machine-learning", "model-evaluation"),
        *("search-ranking", "data-quality"),
    ),
    "MLE": (
        *("machine-learning", "deep-learning", "model-evaluation", "model-serving", "annotation", "python"),
        *("natural-language", "computer-vision", "statistics", "containers", "cpp"),
    ),
    "HWE": ("circuit-design", "signal-processing", "embedded-c", "firmware", "project-planning", "test-automation"),
    "FWE": ("embedded-c", "firmware", "cpp", "rust", "linux", "signal-processing", "test-automation", "cryptography"),
    "PRD": (
        *("product-discovery", "roadmapping", "user-research", "experimentation", "stakeholder-work", "sql"),
        *("payments", "search-ranking"),
    ),
    "PGM": ("project-planning", "stakeholder-work", "roadmapping", "budgeting", "coaching", "logistics-planning"),
    "DES": ("interaction-design", "design-systems", "prototyping", "user-research", "accessibility", "css"),
    "SUP": ("customer-support", "linux", "sql", "incident-response", "technical-writing", "http-apis"),
    "WRI": ("technical-writing", "user-research", "http-apis", "accessibility", "stakeholder-work"),
    "PPL": ("employment-law", "coaching", "payroll", "stakeholder-work", "project-planning"),
    "FIN": ("budgeting", "payroll", "sql", "statistics", "project-planning"),
}

DIVISION_SKILLS: dict[str, str] = {
    "PAY": "payments",
    "CLD": "infrastructure-as-code",
    "MED": "video-encoding",
    "MKT": "search-ranking",
    "LOG": "logistics-planning",
    "DEV": "signal-processing",
    "TRU": "privacy-engineering",
    "ORG": "stakeholder-work",
}

FAMILY_TITLES: dict[str, str] = {
    "SWE": "software engineer",
    "WEB": "web engineer",
    "MOB": "mobile engineer",
    "SRE": "site reliability engineer",
    "SEC": "security engineer",
    "QAE": "quality engineer",
    "DEN": "data engineer",
    "DSC": "data scientist",
    "MLE": "machine learning engineer",
    "HWE": "hardware engineer",
    "FWE": "firmware engineer",
    "PRD": "product manager",
    "PGM": "programme manager",
    "DES": "designer",
    "SUP": "support engineer",
    "WRI": "technical writer",
    "PPL": "people partner",
    "FIN": "finance analyst",
}


def title_of(family: str, level_min: int) -> str:
    """What a role of this family and level is called: “Senior software engineer”."""
    words = FAMILY_TITLES[family]
    if level_min >= 7:
        return f"Principal {words}"
    if level_min >= 5:
        return f"Senior {words}"
    return words[0].upper() + words[1:]
