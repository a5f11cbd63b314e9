"""Installing from a folder, a project, a zip and a wheel; switching, upgrading, removing: whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.testing import fake_ports
from modeler.services.packages.errors import ConsentNeeded, PackageError
from modeler.services.packages.installed import installed_catalog, registry_stamp
from modeler.services.packages.registry import installed_folder, read_registry
from modeler.services.packages.store import Packages
from modeler.services.storage.file_errors import FileError
from tests.connectors.packages import write_package
from tests.services.packages.wheels import weather_files, weather_wheel, write_wheel, zipped
from tests.services.storage.faults import HookedSystem, failing_at


def run(manifest, config=None):
    with Hosts() as hosts:
        return hosts.host(manifest).run(manifest, config or {}, {}, fake_ports()).data


def has_files(profile):
    package = read_registry(profile).packages["acme-weather"]
    return (installed_folder(profile) / package.folder / "acme_weather" / "run.py").is_file()


def test_a_wheel_is_installed_and_runs_from_its_own_folder(packages, profile, tmp_path):
    candidate = packages.look_at(str(weather_wheel(tmp_path)))

    assert candidate.new_permissions == ("Runs code of its own, in a process of its own",)
    assert installed_catalog(profile).get("acme-weather") is None
    packages.install(candidate, consent=True)
    assert run(installed_catalog(profile).get("acme-weather")) == {"sky": "blue"}


def test_a_folder_with_a_manifest_alone_is_a_package(packages, profile, tmp_path):
    folder = write_package(tmp_path / "made", example={"hello": "you"})

    packages.install(packages.look_at(str(folder)))

    entry = next(each for each in installed_catalog(profile).entries if each.id == "greeter")
    assert (entry.state, entry.kind, entry.package) == ("ready", "package", "greeter")
    assert run(entry.manifest) == {"hello": "you"}


def test_a_folder_of_connectors_is_one_package(packages, profile, tmp_path):
    write_package(tmp_path / "made" / "one", id="one", version="1.0")
    write_package(tmp_path / "made" / "two", id="two", version="1.10")

    package = packages.install(packages.look_at(str(tmp_path / "made")))

    assert (package.name, package.version, package.connectors) == ("made", "1.10", ("one", "two"))
    assert installed_catalog(profile).get("two") is not None


def test_a_connector_with_older_versions_of_itself_is_an_upgrade_of_the_one_alone(packages, profile, tmp_path):
    write_package(tmp_path / "first", id="one", version="1")
    write_package(tmp_path / "made" / "one", id="one", version="2")
    write_package(tmp_path / "made" / "one-1", id="one-1", version="1", olderOf="one")

    packages.install(packages.look_at(str(tmp_path / "first")))
    candidate = packages.look_at(str(tmp_path / "made"))

    assert (candidate.name, candidate.version, candidate.step) == ("one", "2", "upgrade")


def test_a_project_is_read_as_data_and_only_its_package_is_taken(packages, profile, tmp_path):
    for path, content in weather_files().items():
        (tmp_path / "p" / "src" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "p" / "src" / path).write_text(content)
    (tmp_path / "p" / "tests").mkdir()
    (tmp_path / "p" / "tests" / "test_it.py").write_text("raise SystemExit")
    (tmp_path / "p" / "setup.py").write_text("raise SystemExit")
    (tmp_path / "p" / "pyproject.toml").write_text(
        '[project]\nname = "acme-weather"\nversion = "1.0"\n'
        '[project.entry-points."processwright.connectors"]\nacme-weather = "acme_weather"\n'
    )

    package = packages.install(packages.look_at(str(tmp_path / "p")), consent=True)

    assert run(installed_catalog(profile).get("acme-weather")) == {"sky": "blue"}
    assert [each.name for each in (installed_folder(profile) / package.folder).iterdir()] == ["acme_weather"]


@pytest.mark.parametrize("prefix", ["", "greeter-main/"])
def test_a_zip_of_a_folder_is_installed_wrapped_or_not(packages, profile, tmp_path, prefix):
    folder = write_package(tmp_path / "made")
    path = tmp_path / "greeter.zip"
    path.write_bytes(zipped({f"{prefix}connector.json": (folder / "connector.json").read_bytes()}))

    packages.install(packages.look_at(str(path)))

    assert installed_catalog(profile).get("greeter") is not None


def test_without_consent_nothing_is_installed(packages, profile, tmp_path):
    candidate = packages.look_at(str(weather_wheel(tmp_path, permissions={"hosts": ["weather.example"]})))

    with pytest.raises(ConsentNeeded, match=r"weather\.example"):
        packages.install(candidate)

    assert packages.registry.packages == {}
    assert not installed_folder(profile).exists()


def test_an_upgrade_asks_only_for_permissions_that_grow(packages, tmp_path):
    hosts = {"hosts": ["*.weather.example"]}
    packages.install(packages.look_at(str(weather_wheel(tmp_path, "1.0", permissions=hosts))), consent=True)

    narrower = packages.look_at(str(weather_wheel(tmp_path, "1.1", permissions={"hosts": ["api.weather.example"]})))
    wider = packages.look_at(
        str(weather_wheel(tmp_path, "1.2", permissions={"hosts": ["other.example"], "mail": True}))
    )

    assert (narrower.step, narrower.new_permissions) == ("upgrade", ())
    assert wider.new_permissions == ("Calls other.example", "Sends e-mail")


def test_what_an_upgrade_no_longer_uses_must_be_agreed_to_again(packages, tmp_path):
    packages.install(packages.look_at(str(weather_wheel(tmp_path, "1.0", permissions={"mail": True}))), consent=True)
    packages.install(packages.look_at(str(weather_wheel(tmp_path, "1.1"))))

    assert packages.look_at(str(weather_wheel(tmp_path, "1.2", permissions={"mail": True}))).new_permissions


def test_an_upgrade_replaces_the_files_and_is_found_beside_the_wheel_of_before(packages, profile, tmp_path):
    packages.install(packages.look_at(str(weather_wheel(tmp_path, "1.9"))), consent=True)
    weather_wheel(tmp_path, "1.10", body="return Outcome({'sky': 'gray'})")

    candidate = packages.look_for_upgrade("acme-weather")
    packages.install(candidate)

    assert (candidate.step, candidate.version) == ("upgrade", "1.10")
    assert run(installed_catalog(profile).get("acme-weather")) == {"sky": "gray"}
    assert len(list(installed_folder(profile).iterdir())) == 1


def test_a_connector_is_switched_off_and_on_and_the_mark_of_the_registry_changes(packages, profile, tmp_path):
    packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)
    before = registry_stamp(profile)

    packages.switch("acme-weather", False)
    packages.switch("send-email", False)
    states = {each.id: each.state for each in installed_catalog(profile).entries}
    packages.switch("send-email", True)

    assert registry_stamp(profile) != before
    assert (states["acme-weather"], states["send-email"]) == ("disabled", "disabled")
    assert installed_catalog(profile).get("send-email") is not None


def test_an_unknown_connector_cannot_be_switched(packages):
    with pytest.raises(PackageError, match="no connector “telepathy”"):
        packages.switch("telepathy", True)


def test_uninstalling_removes_the_files(packages, profile, tmp_path):
    packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)

    packages.uninstall("acme-weather")

    assert installed_catalog(profile).get("acme-weather") is None
    assert list(installed_folder(profile).iterdir()) == []


def test_our_own_connectors_cannot_be_uninstalled(packages):
    with pytest.raises(PackageError, match="not an installed package"):
        packages.uninstall("send-email")


def test_an_id_that_is_taken_is_refused(packages, tmp_path):
    with pytest.raises(PackageError, match="already comes from processwright"):
        packages.look_at(str(write_package(tmp_path / "made", id="send-email")))


def test_a_connector_whose_files_are_gone_is_listed_with_the_reason(packages, profile, tmp_path):
    package = packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)
    (installed_folder(profile) / package.folder).rename(tmp_path / "elsewhere")

    entry = next(each for each in installed_catalog(profile).entries if each.id == "acme-weather")

    assert entry.state == "broken"
    assert "install it again" in entry.reason


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff", b'{"packages": [{"name": "x", "folder": "../../etc", "connectors": ["x"]}]}']
)
def test_a_damaged_registry_counts_as_nothing_installed(profile, content):
    file = profile.folder / "connectors" / "packages.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)

    assert read_registry(profile).packages == {}
    assert installed_catalog(profile).get("send-email") is not None


def test_whatever_call_fails_the_packages_of_before_are_there(profile, tmp_path):
    old, new = weather_wheel(tmp_path / "old", "1.0"), weather_wheel(tmp_path / "new", "2.0")
    Packages(profile, HookedSystem()).install(Packages(profile).look_at(str(old)), consent=True)
    candidate = Packages(profile).look_at(str(new))
    for index in range(200):
        shutil.rmtree(profile.locks, ignore_errors=True)
        system = HookedSystem(failing_at(index, 28))
        try:
            Packages(profile, system).install(candidate)
        except FileError:
            assert has_files(profile)
        if index >= len(system.calls):
            break

    assert read_registry(profile).packages["acme-weather"].version == "2.0"
    assert len(list(installed_folder(profile).iterdir())) == 1


def test_a_kill_at_any_call_leaves_the_packages_of_before_or_the_new_ones(profile, tmp_path):
    class Killed(BaseException):
        pass

    old, new = weather_wheel(tmp_path / "old", "1.0"), weather_wheel(tmp_path / "new", "2.0")
    Packages(profile, HookedSystem()).install(Packages(profile).look_at(str(old)), consent=True)
    candidate, seen, index = Packages(profile).look_at(str(new)), [], 0
    while True:

        def kill(count, name, arguments, at=index):
            if count == at:
                raise Killed

        system = HookedSystem(kill)
        try:
            Packages(profile, system).install(candidate)
        except Killed:
            shutil.rmtree(profile.locks)
            assert has_files(profile)
            seen.append(read_registry(profile).packages["acme-weather"].version)
            index += 1
        else:
            break

    assert seen == sorted(seen)
    assert {"1.0", "2.0"} == set(seen)
    assert len(list(installed_folder(profile).iterdir())) == 1


def test_looking_installing_and_listing_import_nothing_of_the_package(profile, tmp_path):
    wheel = weather_wheel(tmp_path, body="pass")
    trap = write_wheel(tmp_path, "trap", "1.0", {"trap/__init__.py": "raise SystemExit('imported')",
                       "trap/connector.json": weather_files(id="trap")["acme_weather/connector.json"],
                       "trap/run.py": "raise SystemExit('imported')"}, {"trap": "trap"})  # fmt: skip
    code = (
        "import sys\n"
        "from modeler.services.packages.store import Packages\n"
        "from modeler.services.packages.installed import installed_catalog\n"
        "from modeler.services.profile import Profile\n"
        "packages = Packages(Profile.of_user())\n"
        f"for path in ({str(wheel)!r}, {str(trap)!r}): packages.install(packages.look_at(path), True)\n"
        "assert {'trap', 'acme-weather'} <= {each.id for each in installed_catalog().connectors}\n"
        "print([name for name in sys.modules if name.startswith(('acme', 'trap'))])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_running_as_another_connector_is_a_permission_in_words_that_an_upgrade_asks_for(packages, tmp_path):
    packages.install(packages.look_at(str(weather_wheel(tmp_path, "1.0"))), consent=True)

    wider = packages.look_at(str(weather_wheel(tmp_path, "1.2", runsAs="data-connector")))

    assert wider.new_permissions == ("Runs as the connector “data-connector”, with its permissions",)
