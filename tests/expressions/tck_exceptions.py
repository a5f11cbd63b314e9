"""The cases of the TCK's FEEL suites whose expected value our evaluator does not give, each with its reason.

`NEEDS_A_MODEL` are cases whose decision uses more of DMN than its expression (types of the model, business knowledge,
decision services, boxed expressions): they belong to the tests of decision models, not of expressions.
"""

from __future__ import annotations

NEEDS_A_MODEL = "uses the decision model around the expression"
EXACT_MOMENTS = "moments are compared to the nanosecond, the case expects milliseconds"
LEFT_OUT = "a call by name that leaves out an argument is null, the case expects false"
EITHER_FORM = "an argument named `key` is taken for either form of the function"
EXCEPTIONS: dict[str, str] = {
    "0009-invocation-arithmetic/001/MonthlyPayment": NEEDS_A_MODEL,
    "0009-invocation-arithmetic/002/MonthlyPayment": NEEDS_A_MODEL,
    "0009-invocation-arithmetic/003/MonthlyPayment": NEEDS_A_MODEL,
    "0068-feel-equality/time_005/time_005": EXACT_MOMENTS,
    "0068-feel-equality/datetime_003_a/datetime_003_a": EXACT_MOMENTS,
    "0070-feel-instance-of/number_013/number_013": NEEDS_A_MODEL,
    "0070-feel-instance-of/string_013/string_013": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_013/list_013": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_014/list_014": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_014_a/list_014_a": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_015/list_015": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_017/list_017": NEEDS_A_MODEL,
    "0070-feel-instance-of/list_018/list_018": NEEDS_A_MODEL,
    "0070-feel-instance-of/context_013/context_013": NEEDS_A_MODEL,
    "0070-feel-instance-of/context_014/context_014": NEEDS_A_MODEL,
    "0070-feel-instance-of/context_015/context_015": NEEDS_A_MODEL,
    "0070-feel-instance-of/context_016/context_016": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_001/decision_001": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_003/decision_003": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_005/decision_005": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_006_a/decision_006_a": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_007/decision_007": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_007_a/decision_007_a": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_bkm_001/decision_bkm_001": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_bkm_005/decision_bkm_005": NEEDS_A_MODEL,
    "0082-feel-coercion/literal_002/literal_002": NEEDS_A_MODEL,
    "0082-feel-coercion/literal_004/literal_004": NEEDS_A_MODEL,
    "0082-feel-coercion/literal_005/literal_005": NEEDS_A_MODEL,
    "0082-feel-coercion/literal_006/literal_006": NEEDS_A_MODEL,
    "0082-feel-coercion/decisionService_001/decision_ds_001": NEEDS_A_MODEL,
    "0082-feel-coercion/decisionService_002/decision_ds_002": NEEDS_A_MODEL,
    "0082-feel-coercion/decisionService_002_b/decision_ds_002": NEEDS_A_MODEL,
    "0082-feel-coercion/decisionService_002_c/ds_invoke_002_with_singleton_list": NEEDS_A_MODEL,
    "0082-feel-coercion/decision_context_03/decision_context_03": NEEDS_A_MODEL,
    "0092-feel-lambda/003/decision_003_1": NEEDS_A_MODEL,
    "0092-feel-lambda/004/decision_004_1": NEEDS_A_MODEL,
    "0092-feel-lambda/005/decision_005_1": NEEDS_A_MODEL,
    "0092-feel-lambda/006/decision_006_1": NEEDS_A_MODEL,
    "0092-feel-lambda/008/decision_008_1": NEEDS_A_MODEL,
    "0092-feel-lambda/011/decision_011_1": NEEDS_A_MODEL,
    "0092-feel-lambda/012/decision_012_1": NEEDS_A_MODEL,
    "0092-feel-lambda/013/decision_013_1": NEEDS_A_MODEL,
    "0092-feel-lambda/014/decision_014_1": NEEDS_A_MODEL,
    "0092-feel-lambda/017/decision_017_1": NEEDS_A_MODEL,
    "0092-feel-lambda/018/decision_018": NEEDS_A_MODEL,
    "0103-feel-is-function/named_params_002/named_params_002": LEFT_OUT,
    "1146-feel-context-put-function/nested008/nested008": EITHER_FORM,
}
