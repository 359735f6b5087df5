"""The documents sent to the API and how its answers are read, by the contract alone."""

from typing import Any, Final

from cli.city.crowd import Opinion
from cli.simulate.api import Answer
from domain.collecting import NewServiceEvent
from domain.collecting.recording import handed_out

RECORD: Final = """mutation Record($events: [ServiceEventInput!]!) { recordServiceEvents(events: $events) { outcomes {
__typename ... on ServiceEventRecorded { token existed } ... on Refusal { code } } } }"""
SUBMIT: Final = """mutation Submit($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) {
__typename ... on EvaluationSubmitted { progressUrl evaluation { level workOrder { number } } }
... on Refusal { code } } }"""
BOARD: Final = """query Board($from: Date) { board(from: $from) {
to events ratings bad byLevel { level count } } }"""
ACKNOWLEDGED: Final = "EvaluationSubmitted"


def code_of(answer: Answer) -> str:
    """Return what was answered: the payload's name, a refusal's code, or the code of a top-level error."""
    if answer.error:
        return answer.error
    found = answer.data["submitEvaluation"]
    return str(found.get("code", found["__typename"]))


def rating(event: NewServiceEvent, token: str, opinion: Opinion, *, key: str) -> dict[str, Any]:
    """Return the input of a rating."""
    dimensions = [{"dimension": code, "level": level} for code, level in opinion.dimensions]
    return {
        "token": token,
        "entry": handed_out(event.stage),
        "level": opinion.level,
        "tags": list(opinion.tags),
        "dimensions": dimensions,
        "text": opinion.text,
        "anonymousToAgency": opinion.anonymous,
        "idempotencyKey": key,
    }


def reported(event: NewServiceEvent) -> dict[str, Any]:
    """Return the input of a service event."""
    rater = event.rater and {"name": event.rater.name, "idNumber": event.rater.id_number, "mobile": event.rater.mobile}
    return {
        "caseNumber": event.case_number,
        "serviceNumber": event.service_number,
        "stage": event.stage,
        "serviceCode": event.service_code,
        "agencyCode": event.agency_code,
        "windowCode": event.window_code,
        "staffNumber": event.staff_number,
        "happenedAt": event.happened_at.isoformat(),
        "rater": rater,
    }
