"""Installing by name from an index: wheels only, the newest that fits, hashes checked, libraries as far as missing."""

from __future__ import annotations

import hashlib
import json

import pytest
from pytest_httpserver import HTTPServer

from connectors.sdk.host import Hosts
from connectors.sdk.testing import fake_ports
from modeler.services.packages.errors import PackageError
from modeler.services.packages.installed import installed_catalog
from tests.services.packages.wheels import weather_wheel, write_wheel


@pytest.fixture
def index(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


def serve(server: HTTPServer, folder, kind="html", hashed=True, broken=False):
    """A simple index of the wheels in a folder."""
    names: dict[str, list] = {}
    for path in folder.glob("*.whl"):
        names.setdefault(path.name.partition("-")[0].replace("_", "-"), []).append(path)
        data = path.read_bytes() + (b"x" if broken else b"")
        server.expect_request(f"/files/{path.name}").respond_with_data(data)
    for name, paths in names.items():
        marks = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
        if kind == "json":
            files = [
                {"filename": p.name, "url": f"../../files/{p.name}", "hashes": {"sha256": marks[p]}} for p in paths
            ]
            server.expect_request(f"/simple/{name}/").respond_with_data(
                json.dumps({"files": files}), content_type="application/vnd.pypi.simple.v1+json"
            )
        else:
            links = [f'<a href="/files/{p.name}{f"#sha256={marks[p]}" if hashed else ""}">{p.name}</a>' for p in paths]
            server.expect_request(f"/simple/{name}/").respond_with_data("\n".join(links), content_type="text/html")
    return server.url_for("/simple")


@pytest.mark.parametrize("kind", ["html", "json"])
def test_the_newest_wheel_of_an_index_is_installed(packages, profile, index, httpserver, kind):
    for version in ("1.9", "1.10", "2.0rc1"):
        weather_wheel(index, version)

    package = packages.install(packages.look_at("acme-weather", serve(httpserver, index, kind)), consent=True)

    assert package.version == "1.10"
    assert package.index == httpserver.url_for("/simple/")
    assert installed_catalog(profile).get("acme-weather").version == "1.10"


def test_a_requirement_limits_the_version(packages, index):
    for version in ("1.0", "2.0"):
        weather_wheel(index, version)

    assert packages.look_at("acme-weather<2", str(index)).version == "1.0"


def test_an_upgrade_is_found_where_the_package_came_from(packages, index):
    weather_wheel(index, "1.0")
    packages.install(packages.look_at("acme-weather", str(index)), consent=True)
    weather_wheel(index, "1.1")

    candidate = packages.look_for_upgrade("acme-weather")

    assert (candidate.step, candidate.version) == ("upgrade", "1.1")


def test_wheels_without_a_hash_are_not_offered_by_a_server(packages, index, httpserver):
    weather_wheel(index)

    with pytest.raises(PackageError, match="no wheel of acme-weather"):
        packages.look_at("acme-weather", serve(httpserver, index, hashed=False))


def test_a_wheel_with_another_hash_than_the_index_says_is_refused(packages, index, httpserver):
    weather_wheel(index)

    with pytest.raises(PackageError, match="its hash is another one"):
        packages.look_at("acme-weather", serve(httpserver, index, broken=True))


def test_a_wheel_that_changed_under_its_name_is_refused(packages, index):
    weather_wheel(index)
    packages.install(packages.look_at("acme-weather", str(index)), consent=True)
    packages.uninstall("acme-weather")
    weather_wheel(index, body="return Outcome({'sky': 'evil'})")

    with pytest.raises(PackageError, match="another file than the one"):
        packages.look_at("acme-weather", str(index))


def test_a_missing_library_is_installed_for_the_package_alone(packages, profile, index):
    write_wheel(index, "skylib", "2.0", {"skylib/__init__.py": "COLOR = 'pink'"})
    weather_wheel(index, requires=["skylib>=1", "lxml", 'nothing; python_version < "3"'],
                  body="import skylib; return Outcome({'sky': skylib.COLOR})")  # fmt: skip

    candidate = packages.look_at("acme-weather", str(index))
    package = packages.install(candidate, consent=True)

    assert [each.wheel.name for each in candidate.libraries] == ["skylib"]
    manifest = installed_catalog(profile).get("acme-weather")
    with Hosts() as hosts:
        assert hosts.host(manifest).run(manifest, {}, {}, fake_ports()).data == {"sky": "pink"}
    assert package.libraries[0].version == "2.0"
    assert len(package.libraries[0].digest) == 64


def test_libraries_beside_a_wheel_are_found(packages, index):
    write_wheel(index, "skylib", "2.0", {"skylib/__init__.py": ""})
    wheel = weather_wheel(index, requires=["skylib"])

    assert [each.wheel.name for each in packages.look_at(str(wheel)).libraries] == ["skylib"]


@pytest.mark.parametrize(
    ("requires", "words"),
    [
        (["lxml<1"], "but Processwright has"),
        (["telepathy"], "no wheel of telepathy"),
        (["skylib>=3"], "No wheel of skylib>=3 fits"),
        (["skylib", "skylib<2"], "needed by another part"),
        (["skylib @ https://example.org/skylib.whl"], "names an address"),
        (["badlib"], "belongs to Python or to Processwright"),
        (["???"], "neither a file nor the name"),
    ],
)
def test_requirements_that_cannot_be_met_are_said(packages, index, requires, words):
    write_wheel(index, "skylib", "2.0", {"skylib/__init__.py": ""})
    write_wheel(index, "badlib", "1.0", {"lxml/__init__.py": ""})
    weather_wheel(index, requires=requires)

    with pytest.raises(PackageError, match=words):
        packages.look_at("acme-weather", str(index))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.org/simple", "not encrypted"),
        ("/nowhere/at/all", "no index at"),
        ("ftp://example.org/", "no index at"),
    ],
)
def test_an_index_that_cannot_be_trusted_or_found_is_refused(packages, address, words):
    with pytest.raises(PackageError, match=words):
        packages.look_at("acme-weather", address)


@pytest.mark.parametrize("target", ["http://example.org/x", "file:///etc/passwd", "/simple/acme-weather/"])
def test_a_redirect_is_looked_at_before_it_is_followed(packages, httpserver, target):
    httpserver.expect_request("/simple/acme-weather/").respond_with_data("", status=302, headers={"Location": target})

    with pytest.raises(PackageError, match=r"not encrypted|without an end"):
        packages.look_at("acme-weather", httpserver.url_for("/simple"))


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [("{", 200, "application/json"), ("", 500, "text/html"), ("<a>" * 1000, 200, "text/html"), ("", 404, "text/html")],
)
def test_an_index_that_answers_nonsense_is_an_error_in_words(packages, httpserver, content, status, kind):
    httpserver.expect_request("/simple/acme-weather/").respond_with_data(content, status=status, content_type=kind)

    with pytest.raises(PackageError):
        packages.look_at("acme-weather", httpserver.url_for("/simple"))


def test_a_name_without_an_index_says_what_is_missing(packages):
    with pytest.raises(PackageError, match="give an index"):
        packages.look_at("acme-weather")
