"""Files that strangers send: read, or refused with the line and the rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import safexml
from onewindow.standards.safexml import (
    DoctypeRefused,
    Limits,
    NotXml,
    TooDeep,
    TooLarge,
    TooMany,
    WrongEncoding,
)

XXE = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>'


def test_reads_a_plain_document():
    root = safexml.parse(b'<a xmlns="urn:x"><b c="1">t</b></a>')
    assert root.tag == "{urn:x}a"
    assert root[0].get("c") == "1"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_reads_utf8_and_utf16(codec):
    name = "utf-8" if codec.startswith("utf-8") else "UTF-16"
    data = f'<?xml version="1.0" encoding="{name}"?><a>é فاتورة 𝄞</a>'.encode(codec)
    assert safexml.parse(data).text == "é فاتورة 𝄞"


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>',
        b'<?xml version="1.0" encoding="UTF-7"?><a/>',
        b'<?xml version="1.0" encoding="UTF-16"?><a/>',
        "<a>é</a>".encode("latin-1"),
        "<a/>".encode("utf-32"),
        b"<a>\xff\xfe</a>",
    ],
)
def test_refuses_other_encodings(data):
    with pytest.raises(WrongEncoding):
        safexml.parse(data)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_refuses_a_doctype_before_parsing(codec):
    with pytest.raises(DoctypeRefused) as refused:
        safexml.parse(XXE.encode(codec))
    assert refused.value.line == 2


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE a>",
        "<!-- <a> --><!DOCTYPE a>",
        "<?p <a>?>\n<!DOCTYPE a SYSTEM 'http://x/'>",
        "<!doctype a>",
    ],
)
def test_finds_a_doctype_behind_comments_and_instructions(prolog):
    with pytest.raises(DoctypeRefused):
        safexml.parse(f"{prolog}<a/>".encode())


def test_a_doctype_inside_a_text_is_only_a_text():
    assert safexml.parse(b"<a><![CDATA[<!DOCTYPE b>]]></a>").text == "<!DOCTYPE b>"


@pytest.mark.parametrize("entity", [b"&x;", b"&nbsp;", b"%x;&y;"])
def test_an_entity_is_an_error_and_names_the_line(entity):
    with pytest.raises(NotXml) as refused:
        safexml.parse(b"<a>\n" + entity + b"</a>")
    assert refused.value.line == 2


def test_comments_and_instructions_do_not_cut_a_text():
    root = safexml.parse(b"<n>admin@gov<!--x-->.evil<?pi x?>.more</n>")
    assert root.text == "admin@gov.evil.more"
    assert len(root) == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"PK\x03\x04zip",
        b"%PDF-1.7",
        b"hello",
        b"<a><b></a>",
        b"<a/><b/>",
        b"<!-- x",
        b"<a",
        b"{}",
    ],
)
def test_what_is_not_xml_is_said_to_be_so(data):
    with pytest.raises(NotXml) as refused:
        safexml.parse(data)
    assert refused.value.line >= 1


def test_fifty_megabytes_are_refused_at_once():
    with pytest.raises(TooLarge):
        safexml.parse(b"<a>" + b"x" * 50_000_000 + b"</a>")


def test_depth_elements_attributes_and_text_are_capped():
    small = Limits(depth=3, elements=5, attributes=2, text=10)
    safexml.parse(b"<a><b><c/></b></a>", limits=small)
    with pytest.raises(TooDeep):
        safexml.parse(b"<a><b><c><d/></c></b></a>", limits=small)
    with pytest.raises(TooDeep):
        safexml.parse(b"<a>" * 100_000)
    with pytest.raises(TooMany):
        safexml.parse(b"<a><b/><b/><b/><b/><b/></a>", limits=small)
    with pytest.raises(TooMany):
        safexml.parse(b"<a b='1' c='1' d='1'/>", limits=small)
    with pytest.raises(TooMany):
        safexml.parse(b"<a xmlns:b='1' xmlns:c='1' xmlns:d='1'/>", limits=small)
    for data in (b"<a>12345678901</a>", b"<a b='12345678901'/>", b"<a><b/>12345678901</a>"):
        with pytest.raises(TooLarge):
            safexml.parse(data, limits=small)


def test_a_wide_bomb_is_refused():
    with pytest.raises(TooMany):
        safexml.parse(b"<a>" + b"<b/>" * 2_000_000 + b"</a>")


def test_a_path_names_the_element():
    root = safexml.parse(b'<i xmlns="u"><l/><l><p/></l></i>')
    assert safexml.path_of(root[1][0]) == "/i/l[2]/p"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for candidate in (data, b"<a>" + data + b"</a>", b"<?xml version='1.0'?><a b='" + data):
        try:
            safexml.parse(candidate)
        except safexml.XmlRefused as refused:
            assert refused.text()
