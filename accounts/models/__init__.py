"""People and the organisation they belong to, one noun a file."""

from accounts.models.employee import Employee, EmployeeManager, EmployeeSkill
from accounts.models.job_family import JobFamily
from accounts.models.site import Holiday, Site
from accounts.models.skill import Skill
from accounts.models.unit import Unit

__all__ = ["Employee", "EmployeeManager", "EmployeeSkill", "Holiday", "JobFamily", "Site", "Skill", "Unit"]
