"""Attacks on XML signatures: wrapping, and every trick with references, transforms, keys and identifiers."""

import base64
import hashlib

import pytest
import xmlsec
from cryptography.hazmat.primitives import hashes, hmac, serialization
from lxml import etree

from onewindow.standards.signing import xades
from onewindow.standards.signing.certificates import public_key_of
from onewindow.standards.signing.making import flat_signature
from onewindow.standards.signing.tests.test_xades import DOCUMENT, codes, look, sign
from onewindow.standards.signing.tests.world import World
from onewindow.standards.signing.tests.wrapping import DS, variants
from onewindow.standards.signing.xades.names import CANONICAL, EXCLUSIVE
from onewindow.standards.signing.xades.tree import canonical

PART = (
    b'<message><part Id="p1"><name>alice</name><amount>10</amount></part>'
    b"<note>outside of what is signed</note></message>"
)
MESSAGE = b'<message Id="m1"><name>alice</name><amount>10</amount></message>'


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def signed_by_xmlsec(
    world: World, document: bytes, *, uri: str, into: str = ".", references: int = 1
) -> bytes:
    """A plain XML signature, enveloped in an element, by the program that others use."""
    root = etree.fromstring(document)
    method = xmlsec.Transform.ECDSA_SHA256
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, method, ns="ds")
    for _ in range(references):
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri=uri)
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    data = xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    xmlsec.template.x509_data_add_certificate(data)
    place = root.find(into) if into != "." else root
    place.append(signature)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(world.person.key_pem, xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_memory(world.person.certificates[0], xmlsec.KeyFormat.CERT_DER)
    for one in root.iter():
        if one.get("Id"):
            context.register_id(one, "Id")
    context.sign(signature)
    return etree.tostring(root)


@pytest.mark.parametrize(("references", "read"), [(1, True), (16, True), (17, False)])
def test_a_document_is_not_walked_through_as_often_as_a_stranger_wants(world, references, read):
    """A hundred references to 200,000 elements would keep a processor busy for a minute."""
    verdict = look(world, signed_by_xmlsec(world, MESSAGE, uri="", references=references))
    assert ("form-refused" in codes(verdict)) == (not read), codes(verdict)


def evil(element) -> None:
    element.find("name").text = "mallory"
    element.find("amount").text = "9999"


SHAPES = {
    "part": (PART, "#p1", "part"),
    "message": (MESSAGE, "#m1", "."),
    "document": (MESSAGE, "", "."),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_honest_document_gives_what_was_signed(world, shape):
    document, uri, into = SHAPES[shape]
    verdict = look(world, signed_by_xmlsec(world, document, uri=uri, into=into), whole=False)
    assert verdict.holds, verdict
    (part,) = verdict.signatures[0].contents
    assert (b"alice" in part.content, b"Signature" in part.content) == (True, False)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("number", range(16))
def test_wrapped_signatures_never_say_what_was_not_signed(world, shape, number):
    document, uri, into = SHAPES[shape]
    honest = signed_by_xmlsec(world, document, uri=uri, into=into)
    said = look(world, honest, whole=False).signatures[0].contents
    name, wrapped = list(variants(honest, evil))[number]
    assert b"mallory" in wrapped
    assert not look(world, wrapped).holds, name
    open_envelope = look(world, wrapped, whole=False)
    if open_envelope.holds:
        assert [one.contents for one in open_envelope.signatures] == [said], name


@pytest.mark.parametrize("number", range(16))
def test_wrapped_xades_does_not_hold(world, number):
    honest = sign(world, document=MESSAGE)
    name, wrapped = list(variants(honest, evil))[number]
    for whole in (True, False):
        assert not look(world, wrapped, whole=whole).holds, name


# A forger who may write what he likes and has it signed by a person's key that is trusted.


def resigned(world: World, change) -> bytes:
    """An honest signature, changed, and its SignedInfo signed anew: only the form can be at fault."""
    root = etree.fromstring(sign(world, document=MESSAGE))
    signature = root.find(f"{DS}Signature")
    change(root, signature)
    info = signature.find(f"{DS}SignedInfo")
    value = flat_signature(world.person, canonical(info, CANONICAL[EXCLUSIVE]))
    signature.find(f"{DS}SignatureValue").text = base64.b64encode(value).decode()
    return etree.tostring(root)


def first_reference(signature):
    return signature.find(f"{DS}SignedInfo/{DS}Reference")


def test_resigning_without_a_change_holds(world):
    assert look(world, resigned(world, lambda root, signature: None)).holds


def add_transform(algorithm: str, inside: str = ""):
    def change(root, signature):
        transforms = first_reference(signature).find(f"{DS}Transforms")
        made = etree.SubElement(transforms, f"{DS}Transform", Algorithm=algorithm)
        if inside:
            made.append(etree.fromstring(inside))
        transforms.insert(0, made)

    return change


def set_on(path: str, name: str, value: str):
    def change(root, signature):
        found = signature if path == "." else signature.find(path)
        found.set(name, value)

    return change


XSLT = '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
XPATH = '<d:XPath xmlns:d="http://www.w3.org/2000/09/xmldsig#">{}</d:XPath>'
XPATH_NAME = "http://www.w3.org/TR/1999/REC-xpath-19991116"
INFO = f"{DS}SignedInfo"
FORMS = {
    "xslt": add_transform("http://www.w3.org/TR/1999/REC-xslt-19991116", XSLT),
    "xpath-nothing": add_transform(XPATH_NAME, XPATH.format("false()")),
    "xpath-choice": add_transform(XPATH_NAME, XPATH.format("ancestor-or-self::name")),
    "xpath-count": add_transform(XPATH_NAME, XPATH.format("count(//. | //@*) = 1")),
    "xpath-two": add_transform(XPATH_NAME, XPATH.format("not(ancestor-or-self::a) or true()")),
    "xpath-filter2": add_transform("http://www.w3.org/2002/06/xmldsig-filter2"),
    "base64": add_transform("http://www.w3.org/2000/09/xmldsig#base64"),
    "decrypt": add_transform("http://www.w3.org/2002/07/decrypt#XML"),
    "unknown": add_transform("urn:evil"),
    "many-transforms": lambda root, signature: [add_transform(EXCLUSIVE)(root, signature) for _ in range(6)],
    "hmac": set_on(f"{INFO}/{DS}SignatureMethod", "Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
    "dsa": set_on(f"{INFO}/{DS}SignatureMethod", "Algorithm", "http://www.w3.org/2000/09/xmldsig#dsa-sha1"),
    "odd-c14n": set_on(f"{INFO}/{DS}CanonicalizationMethod", "Algorithm", "urn:evil"),
    "md5": set_on(
        f"{INFO}/{DS}Reference/{DS}DigestMethod", "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5"
    ),
    "file": set_on(f"{INFO}/{DS}Reference", "URI", "file:///etc/passwd"),
    "address": set_on(f"{INFO}/{DS}Reference", "URI", "http://127.0.0.1:9/x"),
    "xpointer": set_on(f"{INFO}/{DS}Reference", "URI", "#xpointer(/)"),
    "nowhere": set_on(f"{INFO}/{DS}Reference", "URI", "#nothing"),
    "hmac-length": lambda root, signature: etree.SubElement(
        signature.find(f"{INFO}/{DS}SignatureMethod"), f"{DS}HMACOutputLength"
    ),
    "retrieval": lambda root, signature: etree.SubElement(
        signature.find(f"{DS}KeyInfo"), f"{DS}RetrievalMethod", URI="http://127.0.0.1:9/key"
    ),
    "no-uri": lambda root, signature: first_reference(signature).attrib.pop("URI"),
    "two-digests": lambda root, signature: etree.SubElement(first_reference(signature), f"{DS}DigestValue"),
    "no-reference": lambda root, signature: [
        signature.find(INFO).remove(one) for one in signature.findall(f"{INFO}/{DS}Reference")
    ],
    "manifest": lambda root, signature: etree.SubElement(signature.find(INFO), f"{DS}Manifest"),
    "two-infos": lambda root, signature: signature.insert(
        0, etree.fromstring(etree.tostring(signature.find(INFO)))
    ),
    "foreign-child": lambda root, signature: etree.SubElement(signature, "evil"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_that_attack_are_refused(world, form):
    verdict = look(world, resigned(world, FORMS[form]), whole=False)
    assert not verdict.holds
    assert codes(verdict) & {"form-refused"}, verdict


def test_thousands_of_references_are_refused_quickly(world):
    def change(root, signature):
        for _ in range(5000):
            signature.find(INFO).append(etree.fromstring(etree.tostring(first_reference(signature))))

    assert codes(look(world, resigned(world, change))) == {"form-refused"}


def test_a_mac_with_the_public_key_is_no_signature(world):
    """The value is right for whoever takes the public key as a secret."""
    public = public_key_of(world.person.certificates[0])
    for form in (serialization.Encoding.PEM, serialization.Encoding.DER):
        root = etree.fromstring(sign(world, document=MESSAGE))
        signature = root.find(f"{DS}Signature")
        method = signature.find(f"{INFO}/{DS}SignatureMethod")
        method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
        secret = public.public_bytes(form, serialization.PublicFormat.SubjectPublicKeyInfo)
        mac = hmac.HMAC(secret, hashes.SHA256())
        mac.update(canonical(signature.find(INFO), CANONICAL[EXCLUSIVE]))
        signature.find(f"{DS}SignatureValue").text = base64.b64encode(mac.finalize()).decode()
        assert not look(world, etree.tostring(root)).holds


def test_the_digest_of_another_node_does_not_do(world):
    """The reference names one element and has the digest of another, which is in the document too."""

    def change(root, signature):
        other = etree.SubElement(root, "other", Id="o1")
        other.text = "x"
        value = base64.b64encode(hashlib.sha256(canonical(other, CANONICAL[EXCLUSIVE])).digest())
        first_reference(signature).find(f"{DS}DigestValue").text = value.decode()

    assert codes(look(world, resigned(world, change))) >= {"content-changed"}


def test_an_identifier_twice_is_refused(world):
    honest = signed_by_xmlsec(world, PART, uri="#p1", into="part")
    for twin in (b'<x Id="p1"/>', b'<x ID="p1"/>', b'<x id="p1"/>', b'<x xml:id="p1"/>'):
        twice = honest.replace(b"<note>", twin + b"<note>")
        assert codes(look(world, twice, whole=False)) >= {"form-refused"}


def test_identifiers_of_a_dtd_are_refused(world):
    honest = signed_by_xmlsec(world, PART, uri="#p1", into="part")
    dtd = b'<!DOCTYPE message [<!ATTLIST note evil ID #IMPLIED><!ENTITY e "evil">]>'
    assert codes(look(world, dtd + honest)) == {"form-refused"}


def test_a_comment_does_not_cut_a_text(world):
    """Canonical XML drops comments, so they can be put in after signing; a careless reader stops at one."""
    honest = sign(world, document=b"<m><name>admin@gov.evil</name></m>")
    cut = honest.replace(b"admin@gov.evil", b"admin@gov<!--x-->.evil")
    verdict = look(world, cut)
    assert verdict.holds
    (part,) = verdict.signatures[0].contents
    assert etree.fromstring(part.content).findtext("name") == "admin@gov.evil"


def test_a_processing_instruction_does_not_cut_a_text(world):
    honest = sign(world, document=b"<m><name>admin@gov.evil</name></m>")
    verdict = look(world, honest.replace(b"admin@gov.evil", b"admin@gov<?x?>.evil"))
    for one in verdict.signatures:
        for part in one.contents:
            assert etree.fromstring(part.content).findtext("name") == "admin@gov.evil"


def test_a_second_signature_that_is_wrong_spoils_the_whole(world):
    """Among several, one that holds is not enough: nobody knows which one a reader takes."""
    root = etree.fromstring(sign(world, document=MESSAGE))
    stranger = etree.fromstring(sign(World(), document=MESSAGE)).find(f"{DS}Signature")
    for place in (0, len(root)):
        both = etree.fromstring(etree.tostring(root))
        both.insert(place, etree.fromstring(etree.tostring(stranger)))
        assert not look(world, etree.tostring(both)).holds


def test_content_hidden_in_a_fake_signature_is_seen(world):
    """Our references leave signatures out, so whatever calls itself one has to be one."""
    for fake in (b"<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><evil/></ds:Signature>",):
        hidden = sign(world, document=MESSAGE).replace(b"<name>", fake + b"<name>", 1)
        assert not look(world, hidden).holds


def test_signed_properties_of_another_signature_are_refused(world):
    """The second signature claims the first one's time and certificate."""

    def change(root, signature):
        other = etree.fromstring(sign(world, document=MESSAGE)).find(f"{DS}Signature")
        other.set("Id", "other")
        references = signature.findall(f"{INFO}/{DS}Reference")
        references[1].set("URI", f"#{signature.get('Id')}-elsewhere")
        moved = etree.fromstring(etree.tostring(signature.find(f".//*[@Id='{signature.get('Id')}-signed']")))
        moved.set("Id", f"{signature.get('Id')}-elsewhere")
        root.append(moved)
        value = hashlib.sha256(canonical(moved, CANONICAL[EXCLUSIVE])).digest()
        references[1].find(f"{DS}DigestValue").text = base64.b64encode(value).decode()

    assert codes(look(world, resigned(world, change))) == {"form-refused"}


def test_a_swapped_certificate_is_seen(world):
    """Another certificate for the same key: the signed one is named by its hash."""
    from onewindow.standards.signing.pki import Places, Subject, certificates
    from onewindow.standards.signing.tests.world import AT, public_of

    other = certificates.issue(
        profile="person",
        subject=Subject(common_name="Somebody Else", country="TN"),
        public_key=public_of(world.person.key_pem),
        issuer=world.people.issuing,
        at=AT,
        places=Places(),
    )
    root = etree.fromstring(sign(world))
    first = next(root.iter(f"{DS}X509Certificate"))
    first.text = base64.b64encode(other).decode()
    assert codes(look(world, etree.tostring(root))) >= {"certificate-swapped"}


def test_a_property_after_signing_cannot_be_changed(world):
    signed = sign(world)
    changed = signed.replace(b"2026-03-01T12:00:00Z", b"2020-03-01T12:00:00Z")
    assert codes(look(world, changed)) >= {"content-changed"}
    assert DOCUMENT not in changed


def test_an_enveloping_signature_with_an_open_object_is_only_a_part(world):
    root = etree.fromstring(xades.sign_files({"a.txt": b"x"}, signer=world.person, at=world.now))
    etree.SubElement(etree.SubElement(root, f"{DS}Object"), "evil")
    assert codes(look(world, etree.tostring(root), files={"a.txt": b"x"})) >= {"part-signed"}


def test_a_signature_inside_a_signature_is_refused(world):
    """What stands inside one is its own, and no other's document."""
    root = etree.fromstring(xades.sign_files({"a.txt": b"x"}, signer=world.person, at=world.now))
    inner = etree.fromstring(xades.sign_files({"b.txt": b"y"}, signer=world.person, at=world.now))
    etree.SubElement(root, f"{DS}Object").append(inner)
    verdict = look(world, etree.tostring(root), files={"a.txt": b"x", "b.txt": b"y"}, whole=False)
    assert [one.holds for one in verdict.signatures] == [True, False]
    assert codes(verdict) >= {"form-refused"}
