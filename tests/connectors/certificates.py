"""A certification authority of the tests, and certificates that are good, or bad in one way each."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
BAD = (
    "self-signed",
    "unknown authority",
    "expired",
    "not yet valid",
    "another host",
    "a wildcard two levels up",
    "only an address",
    "not for servers",
    "signed by a certificate that is no authority",
)


@dataclass
class Signer:
    """Somebody whose key signs certificates."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def issued(
    subject: str,
    signer: Signer | None,
    *,
    hosts: tuple[str, ...] = (),
    is_authority: bool = False,
    begins: datetime = NOW - DAY,
    ends: datetime = NOW + 30 * DAY,
    use: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
) -> Signer:
    """A new certificate, signed by itself where there is no signer."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.IPAddress(ipaddress.ip_address(each)) if each[0].isdigit() else x509.DNSName(each) for each in hosts]
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(signer.name if signer else named(subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    signing = signer.key if signer else key
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
    return Signer(named(subject), key, builder.sign(signing, hashes.SHA256()))


class Authority:
    """The authority that the tests trust, writing into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signer = issued("Authority of the tests", None, is_authority=True)
        (folder / "authority.pem").write_bytes(_pem(self._signer))

    def trusting(self) -> ssl.SSLContext:
        """What a client uses that trusts this authority alone."""
        return ssl.create_default_context(cafile=str(self._folder / "authority.pem"))

    def server(self, kind: str = "good", host: str = "shop.test") -> ssl.SSLContext:
        """What a server uses; `kind` is `good` or one of `BAD`."""
        chain = self._chain(kind, host)
        file = self._folder / f"{kind.replace(' ', '-')}.pem"
        file.write_bytes(
            chain[0].key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + b"".join(map(_pem, chain))
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        return context

    def _chain(self, kind: str, host: str) -> list[Signer]:
        trusted, hosts = self._signer, (host,)
        if kind == "signed by a certificate that is no authority":
            middle = issued("middle", trusted, hosts=("other.test",))
            return [issued(host, middle, hosts=hosts), middle]
        made = {
            "good": lambda: issued(host, trusted, hosts=hosts),
            "self-signed": lambda: issued(host, None, hosts=hosts),
            "unknown authority": lambda: issued(host, issued("Nobody", None, is_authority=True), hosts=hosts),
            "expired": lambda: issued(host, trusted, hosts=hosts, begins=NOW - 9 * DAY, ends=NOW - DAY),
            "not yet valid": lambda: issued(host, trusted, hosts=hosts, begins=NOW + 2 * DAY),
            "another host": lambda: issued("other.test", trusted, hosts=("other.test",)),
            "a wildcard two levels up": lambda: issued("somebody", trusted, hosts=("*.test.example",)),
            "only an address": lambda: issued("somebody", trusted, hosts=("127.0.0.2",)),
            "not for servers": lambda: issued(host, trusted, hosts=hosts, use=ExtendedKeyUsageOID.CLIENT_AUTH),
        }
        return [made[kind]()]


def _pem(signer: Signer) -> bytes:
    return signer.certificate.public_bytes(serialization.Encoding.PEM)
