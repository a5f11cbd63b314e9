"""A person answers a task from a mail, at ProcessMaker's address `/tasks/update_variable/TOKEN?varName=…&varValue=…`.

Looking changes nothing. Where the task requires a login, a code is mailed to the person whom it is assigned to. The
first answer counts; then comes the screen that the task names, without data, as in ProcessMaker.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode

from connectors.sdk.ports import PortError, TaskLink
from modeler.services.live.answering import TASKS, Desk, Question
from modeler.services.live.doors import Doors
from modeler.services.live.refused import AnswerRefused, Forged, NotWaiting, WrongCode
from modeler.services.live.web_page import Reply, web_page
from modeler.services.preview.task_mails import link_answer

COOKIE = "processwright"
DONE = "Your response has been submitted."
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'"
SEND_FORM = '<form method="post"><button name="send" value="1" autofocus>Mail me a code</button></form>'
CODE_FORM = (
    '<form method="post"><label for="code">Code</label><input id="code" name="code" inputmode="numeric" '
    'autocomplete="one-time-code" maxlength="6" required autofocus><button>Sign in</button></form>'
    '<form method="post"><button class="link" name="send" value="1">Mail another code</button></form>'
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser."""

    method: str
    token: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: str = ""


class NoAnswer(AnswerRefused):
    """The link does not say what is answered."""

    status = 422


def visited(visit: Visit, desk: Desk, doors: Doors) -> Reply:
    """What the browser gets. Raises `AnswerRefused` of a kind, and `RequestError` where the task waits no longer."""
    if visit.method not in ("GET", "HEAD", "POST"):
        raise Forged(f"{visit.method} means nothing here.")
    question, _ = desk.signed(visit.token)
    link = desk.tasks.find(question.nonce)
    if link is None:
        raise NotWaiting("This question is not open any more.")
    desk.open(question)
    doors.require_waiting(question)
    name, value = _answer(visit.query)
    if link.login and not desk.tasks.is_session(_kept(visit.cookies), link.person.address):
        return _sign_in(visit, question, link, desk, doors)
    if visit.method == "POST" and "answer" in visit.form:
        return _done(doors.finished(question, {name: value}, link.person.address))
    return _asked(question, name, value)


def _answer(query: Mapping[str, str]) -> tuple[str, str]:
    try:
        return link_answer(query)
    except ValueError as error:
        raise NoAnswer(str(error)) from None


def _asked(question: Question, name: str, value: str) -> Reply:
    shown = f'<div class="answer">{html.escape(name)}: {html.escape(value)}</div>'
    form = '<form method="post"><button name="answer" value="1" autofocus>Send this answer</button></form>'
    text = "Your answer counts when you send it. The first answer is the one that counts."
    return Reply(200, web_page(question.title, text, shown + form))


def _done(page: str) -> Reply:
    if not page:
        return Reply(200, web_page("Thank you", f"{DONE} You can close this page."))
    return Reply(200, page, {"Content-Security-Policy": SANDBOX})


def _sign_in(visit: Visit, question: Question, link: TaskLink, desk: Desk, doors: Doors) -> Reply:
    if visit.method != "POST" or not {"code", "send"} & set(visit.form):
        return _sign_in_page(question, link)
    if "code" in visit.form:
        return _signed_in(visit, question, link, desk)
    code = desk.tasks.new_code(question.nonce)
    try:
        doors.mail_code(question, link, code)
    except PortError as error:
        desk.tasks.take_back(question.nonce)
        return _sign_in_page(question, link, f"The code could not be mailed: {error.message}", status=502)
    return _sign_in_page(question, link, asks=True)


def _signed_in(visit: Visit, question: Question, link: TaskLink, desk: Desk) -> Reply:
    try:
        desk.tasks.use_code(question.nonce, visit.form["code"].strip())
    except WrongCode as wrong:
        return _sign_in_page(question, link, str(wrong), asks=True, status=wrong.status)
    address = f"{TASKS}{visit.token}?{urlencode(visit.query)}"
    cookie = f"{COOKIE}={desk.tasks.session(link.person.address)}; Path={TASKS}; HttpOnly; SameSite=Lax"
    return Reply(303, web_page("Signed in", "Go on to the answer."), {"Location": address, "Set-Cookie": cookie})


def _sign_in_page(
    question: Question, link: TaskLink, problem: str = "", *, asks: bool = False, status: int = 200
) -> Reply:
    whose = hidden(link.person.address)
    said = f'<p class="error" role="alert">{html.escape(problem)}</p>' if problem else ""
    if asks:
        text = f"Enter the code of six digits that was mailed to {whose}."
        return Reply(status, web_page(question.title, text, said + CODE_FORM))
    only = f"This task is answered by {link.person.name or whose} only."
    text = f"{only} Sign in with a code that is mailed to {whose}."
    return Reply(status, web_page(question.title, text, said + SEND_FORM))


def hidden(address: str) -> str:
    """An address as somebody else may see it: `a…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if local else "nobody"


def _kept(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
