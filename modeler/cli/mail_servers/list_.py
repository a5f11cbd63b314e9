"""`mail-servers list`: what there is, how it is signed in to, and what is missing for it."""

from __future__ import annotations

from pathlib import Path

import click

from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.mail_servers import folder_option, servers_in
from modeler.cli.terminal.output import format_option, print_result
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import PREFIX, Secrets
from modeler.services.workspace.mail_server_list import MailServerList


@click.command(name="list")
@folder_option
@format_option
def command(folder: Path, as_json: bool) -> None:
    """List the mail servers of the folder, and what keeps one from being used: then it ends with status 1."""
    servers, secrets = servers_in(folder), Secrets(Profile.of_user())
    rows = [_row(servers, index, secrets) for index in range(len(servers.entries))]
    text = "\n".join(_line(row) for row in rows) or f"There is no mail server in {servers.path}."
    print_result(as_json, {"servers": rows}, text)
    if any(row["problems"] for row in rows):
        raise Ended(PROBLEMS)


def _row(servers: MailServerList, index: int, secrets: Secrets) -> dict[str, object]:
    name, found = servers.name(index), servers.servers
    problems = [each.words for each in servers.problems if each.entry == index]
    server = found.servers.get(name)
    if server is None:
        return {"name": name, "default": index == servers.default, "problems": problems}
    account = found.account_of(server)
    box = found.mailboxes.get(name)
    references = [*found.secrets_of(server), *(found.secrets_of(box) if box is not None else ())]
    wanted = list(dict.fromkeys(reference.removeprefix(PREFIX) for reference in references))
    problems += [f"the secret “{each}” is not set" for each in wanted if not secrets.is_set(each)]
    if account is not None and account.grant == "refresh_token" and not account.refresh_token:
        problems.append("nobody has signed in yet")
    return {
        "name": name,
        "default": index == servers.default,
        "host": f"{server.host}:{server.port}",
        "security": server.security,
        "signIn": server.sign_in,
        "incoming": f"{box.host}:{box.port}" if box is not None else None,
        "secrets": wanted,
        "problems": problems,
    }


def _line(row: dict[str, object]) -> str:
    mark = "*" if row["default"] else " "
    how = f"{row['host']}  {row['security']}, {row['signIn']}" if "host" in row else "cannot be used"
    problems = row["problems"] if isinstance(row["problems"], list) else []
    return "\n".join([f"{mark} {row['name']}  {how}", *(f"    ! {words}" for words in problems)])
