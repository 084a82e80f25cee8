"""What SOPS, ansible-vault and git-crypt leave in a file, by which it is known that its values cannot be moved."""

from __future__ import annotations

import pytest

from kconv.manifests import encrypted

ENC = b"ENC[AES256_GCM,data:q1,iv:a,tag:b,type:str]"


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b"$ANSIBLE_VAULT;1.1;AES256\n61\n", "ansible-vault"),
        (b"\xef\xbb\xbf$ANSIBLE_VAULT;1.1;AES256\n61\n", "ansible-vault"),
        (b"\0GITCRYPT\0\1", "git-crypt"),
        (b"\xef\xbb\xbf\0GITCRYPT\0\1", "git-crypt"),
        (b"", ""),
        (b"\xef\xbb\xbfa: 1\n", ""),
        (b"a: $ANSIBLE_VAULT;1.1\n", ""),
        (b"$x\n", ""),
        (b"a: 1\n" + b"$ANSIBLE_VAULT;1.1\n", ""),
    ],
)
def test_a_file_that_is_encrypted_as_a_whole_is_known_by_its_first_bytes(data: bytes, want: str) -> None:
    assert encrypted.whole(data) == want


PARTLY: list[tuple[str, bytes, str]] = [
    ("a value of SOPS", b"a: " + ENC, "SOPS"),
    ("a value of SOPS in brackets", b"a: [" + ENC + b"]", "SOPS"),
    ("a comment that SOPS has encrypted", b"a: 1\n#" + ENC, ""),
    ("a word that ends alike", b"a: x" + ENC, ""),
    ("the block of SOPS", b"a: 1\nsops:\n  lastmodified: b\n", "SOPS"),
    ("the block in quotes", b"a: 1\n'sops' :\n  lastmodified: b\n", "SOPS"),
    ("the block in JSON", b'{"a": 1, "sops" : {"lastmodified": "b"}}', "SOPS"),
    ("a block of that name", b"sops:\n  a: b\n", ""),
    ("a key that is deeper", b"a:\n  sops:\n    lastmodified: b\n", ""),
    ("a key that ends alike", b"xsops:\n  lastmodified: b\n", ""),
    ("an escaped value", b'a: "ENC\\x5bAES256_GCM,data:"\n', "SOPS"),
    ("a value of ansible-vault", b"a: !vault |\n  $ANSIBLE_VAULT;1.1\n", "ansible-vault"),
    ("with its old name", b"a: !vault-encrypted |\n  x\n", "ansible-vault"),
    ("with the whole tag", b"a: !<!vault> >-\n  x\n", "ansible-vault"),
    ("in quotes", b"a: !vault 'x'\n", "ansible-vault"),
    ("in double quotes", b'a: [!vault "x"]\n', "ansible-vault"),
    ("on the next line", b"a: !vault\n  x\n", "ansible-vault"),
    ("on the next line, CRLF", b"a: !vault \t\r\n  x\r\n", "ansible-vault"),
    ("a tag that begins alike", b"a: !vaults |\n  x\n", ""),
    ("a word of a text", b"# see the !vault tag\n", ""),
    ("a tag in a word", b"a: x!vault |\n", ""),
    ("nothing", b"a: 1\n", ""),
]


@pytest.mark.parametrize(("data", "want"), [row[1:] for row in PARTLY], ids=[row[0] for row in PARTLY])
def test_an_encrypted_value_is_known_by_its_sign(data: bytes, want: str) -> None:
    assert encrypted.partly(data) == want


@pytest.mark.parametrize("size", [9, 20, 64, 1000])
@pytest.mark.parametrize(("data", "want"), [(b"x: 1\n" * 30 + b"a: " + ENC, "SOPS"), (b"x: 1\n" * 40, "")])
def test_a_sign_may_be_cut_in_two_by_a_files_pieces(size: int, data: bytes, want: str) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert encrypted.anywhere(pieces if size >= 64 else [data[:100], data[100:160], data[160:]]) == want


def test_a_sign_in_an_earlier_piece_counts() -> None:
    assert encrypted.anywhere([b"a: " + ENC, b"b: 1\n", b"c: 1\n"]) == "SOPS"
    assert encrypted.anywhere([]) == ""


@pytest.mark.parametrize("size", [7, 100])
def test_a_sign_is_found_at_the_first_byte_and_between_pieces(size: int) -> None:
    data = b"!vault |\n  $ANSIBLE_VAULT;1.1\n"
    assert encrypted.anywhere(data[at : at + size] for at in range(0, len(data), size)) == "ansible-vault"
