"""What PostgreSQL's own log must leave out: a refused statement, its values and its error quote people's data.

Nothing is lost by it: the portal logs each error itself, by class, code and constraint.
"""

# `log` stands above `error` here: starts, stops and crashes are written, refused statements are not. A constraint's
# refusal shows the row in its detail, and even the first line quotes what was typed: invalid input syntax for …
QUIET = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length_on_error": "0",
}
# What is as quiet as the value above, or quieter.
AS_QUIET = {"log_min_messages": ("fatal", "panic"), "log_min_error_statement": ("fatal", "log")}
