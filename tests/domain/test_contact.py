"""Parsing contacts: one normal form for each address and profile, and a reason for each error."""

from __future__ import annotations

import contextlib
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.contact import MAX_EMAIL, MAX_LINK, ContactError, Email, Profile, parse_contact


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ada@example.com", "ada@example.com"),
        ("  Ada@Example.COM ", "ada@example.com"),
        ("Ada Lovelace <Ada@Example.com>", "ada@example.com"),
        ('"Lovelace, Ada" <ada@example.com>', "ada@example.com"),
        ("<ada@example.com>", "ada@example.com"),
        ("<ada@example.com>.", "ada@example.com"),
        ("mailto:Ada@example.com", "ada@example.com"),
        ("MAILTO:ada%2Bjobs@example.com?subject=Hi%20there", "ada+jobs@example.com"),
        ("<mailto:ada@example.com|ada@example.com>", "ada@example.com"),
        ("ada@example.com.", "ada@example.com"),
        ("ada@example.com,", "ada@example.com"),
        ("ada@example.com; ", "ada@example.com"),
        ("\u200bada@example.com\ufeff", "ada@example.com"),
        ("\u202aada@example.com\u202c", "ada@example.com"),
        ("a\u200bda@exam\u00adple.com\u2800", "ada@example.com"),
        ("ada+vouch@example.com", "ada+vouch@example.com"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("Ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"),
        ("ａｄａ@example.com", "ada@example.com"),
        ("ÄDA@example.com", "äda@example.com"),
        ("a\u0308da@example.com", "äda@example.com"),
    ],
)
def test_an_email_is_normalized(text: str, value: str) -> None:
    assert parse_contact(text) == Email(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://www.linkedin.com/in/ada", "https://www.linkedin.com/in/ada"),
        ("http://linkedin.com/in/Ada/", "https://www.linkedin.com/in/ada"),
        ("linkedin.com/in/ada", "https://www.linkedin.com/in/ada"),
        ("www.LinkedIn.com/in/ada", "https://www.linkedin.com/in/ada"),
        ("https://uk.linkedin.com/in/ada?trk=x&y=1#top", "https://www.linkedin.com/in/ada"),
        ("https://m.linkedin.com/in/ada/en", "https://www.linkedin.com/in/ada"),
        ("https://de.linkedin.com/in/ada/de-de/", "https://www.linkedin.com/in/ada"),
        ("https://touch.www.linkedin.com/mwlite/in/ada", "https://www.linkedin.com/in/ada"),
        ("https://www.linkedin.com/in/ada/overlay/contact-info/", "https://www.linkedin.com/in/ada"),
        ("https://www.linkedin.com/in/ada%2Dlovelace", "https://www.linkedin.com/in/ada-lovelace"),
        ("https://www.linkedin.com/in/jos%c3%a9", "https://www.linkedin.com/in/jos%C3%A9"),
        ("https://www.linkedin.com/in/José", "https://www.linkedin.com/in/jos%C3%A9"),
        ("https://www.linkedin.com/in/JOSE%CC%81", "https://www.linkedin.com/in/jos%C3%A9"),
        ("https://www.linkedin.com/in/straße", "https://www.linkedin.com/in/stra%C3%9Fe"),
        ("<https://www.linkedin.com/in/ada|Ada>", "https://www.linkedin.com/in/ada"),
        ("linkedin.com/in/ada.", "https://www.linkedin.com/in/ada"),
        ("https://www.linkedin.com/comm/in/ada?midToken=x", "https://www.linkedin.com/in/ada"),
        ("https://www.linkedin.com/in/ACwAAC42vgBYm0a8xWAX", "https://www.linkedin.com/in/ACwAAC42vgBYm0a8xWAX"),
        ("https://www.linkedin.com/sales/lead/ACwAAC42vgBYm0a8xWAX,NAME_SEARCH,x2Y?_ntb=z",
         "https://www.linkedin.com/in/ACwAAC42vgBYm0a8xWAX"),
        ("linkedin.com/sales/people/ACoAAC42vgBYm0a8xWAX", "https://www.linkedin.com/in/ACoAAC42vgBYm0a8xWAX"),
        ("https://www.linkedin.com/sales/lead/123,x", "https://www.linkedin.com/sales/lead/123"),
        ("https://www.linkedin.com/talent/profile/AEMAAC42vgBYm0a8xWAX?trk=a",
         "https://www.linkedin.com/talent/profile/AEMAAC42vgBYm0a8xWAX"),
        ("https://www.linkedin.com/talent/hire/7/discover/recruiterSearch/profile/AEMAAC42vgBYm0a8xWAX",
         "https://www.linkedin.com/talent/profile/AEMAAC42vgBYm0a8xWAX"),
        ("https://www.linkedin.com/recruiter/profile/476162262,HHNH,name",
         "https://www.linkedin.com/recruiter/profile/476162262"),
        ("https://www.linkedin.com/profile/view?id=AAkAAB12345&trk=x",
         "https://www.linkedin.com/profile/view?id=AAkAAB12345"),
        ("https://sy.linkedin.com/pub/Grace-Hopper/a7/576/b50?trk=x",
         "https://www.linkedin.com/in/grace-hopper-b50576a7"),
        ("linkedin.com/pub/grace-hopper/4/b4/17/de", "https://www.linkedin.com/in/grace-hopper-0170b44"),
        ("linkedin.com/pub/grace-hopper", "https://www.linkedin.com/in/grace-hopper"),
        ("xing.com/profile/Grace_Hopper2/cv?sc_o=x", "https://www.xing.com/profile/Grace_Hopper2"),
        ("http://m.xing.com/profile/Grace_Hopper2", "https://www.xing.com/profile/Grace_Hopper2"),
        ("https://github.com/Ada", "https://github.com/ada"),
        ("github.com/ada/", "https://github.com/ada"),
        ("http://www.github.com/ada?tab=repositories", "https://github.com/ada"),
        ("https://github.com/ada/engine/blob/main/README.md#top", "https://github.com/ada"),
        ("https://github.com/ada_acme", "https://github.com/ada_acme"),
        ("HTTPS://Ada.Example.COM/About?utm_source=x&id=7&UTM_medium=y#me",
         "https://ada.example.com/About?id=7"),
        ("https://ada.example.com/", "https://ada.example.com"),
        ("https://ada.example.com:443/x", "https://ada.example.com/x"),
        ("http://ada.example.com:8080/x", "http://ada.example.com:8080/x"),
        ("https://ada.example.com/a?utm_source=x", "https://ada.example.com/a"),
        ("https://ada.example.com/%7eada/%e4%bd%a0", "https://ada.example.com/~ada/%E4%BD%A0"),
        ("https://ada.example.com/~ada/你", "https://ada.example.com/~ada/%E4%BD%A0"),
        ("https://ada.example.com/100%", "https://ada.example.com/100%25"),
        ('https://ada.example.com/"x|y`', "https://ada.example.com/%22x%7Cy%60"),
        ("https://bücher.example/ada", "https://xn--bcher-kva.example/ada"),
        ("https://mastodon.example/@ada", "https://mastodon.example/@ada"),
        ("https://notlinkedin.com/in/Ada", "https://notlinkedin.com/in/Ada"),
        ("https://gist.github.com/ada", "https://gist.github.com/ada"),
    ],
)  # fmt: skip
def test_a_profile_is_normalized(text: str, value: str) -> None:
    assert parse_contact(text) == Profile(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\u200b ", "empty"),
        (" ., ", "empty"),
        ("Ada Lovelace", "spaces"),
        ("Ada", "unclear"),
        ("example.com", "unclear"),
        ("ada.example.com/cv", "unclear"),
        ("//github.com/ada", "unclear"),
        ("ada @example.com", "spaces"),
        ("ada@exam ple.com", "spaces"),
        ("ada@example.com\n@evil.example", "several"),
        ("ada@example.com, bob@example.com", "several"),
        ("ada@example.com;bob@example.com", "several"),
        ("Ada ada@example.com", "spaces"),
        ("@example.com", "bad_email"),
        ("ada@@example.com", "bad_email"),
        (".ada@example.com", "bad_email"),
        ("a..da@example.com", "bad_email"),
        ("ada.@example.com", "bad_email"),
        ('"a"@example.com', "bad_email"),
        ("ada/x@example.com", "bad_email"),
        ("mailto:mailto:ada@example.com", "bad_email"),
        ("mailto:", "bad_email"),
        ("ada@", "bad_domain"),
        ("ada@example", "bad_domain"),
        ("ada@localhost", "bad_domain"),
        ("ada@127.0.0.1", "bad_domain"),
        ("ada@[127.0.0.1]", "bad_domain"),
        ("ada@-example.com", "bad_domain"),
        ("ada@exam_ple.com", "bad_domain"),
        ("ada@example..com", "bad_domain"),
        ("ada@.example.com", "bad_domain"),
        ("ada@" + "x" * 64 + ".com", "bad_domain"),
        ("x" * 65 + "@example.com", "too_long"),
        ("ä" * 33 + "@example.com", "too_long"),
        ("a@" + "x" * 300 + ".com", "too_long"),
        ("https://example.com/" + "x" * 2048, "too_long"),
        ("https://example.com/" + "ä" * 1000, "too_long"),
        ("javascript:alert(1)", "scheme"),
        ("JavaScript:alert('a@b.c')", "scheme"),
        ("java\tscript:alert(1)", "spaces"),
        ("data:text/html,x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.com/ada", "scheme"),
        ("https://user:pass@github.com/ada", "credentials"),
        ("https://user@github.com/ada", "credentials"),
        ("https://@github.com/ada", "credentials"),
        ("https://evil.example\\@github.com/ada", "bad_link"),
        ("https://", "bad_link"),
        ("https:example.com", "bad_link"),
        ("https://[::1/x", "bad_link"),
        ("https://example.com:99999/x", "bad_link"),
        ("https://example.com:x/", "bad_link"),
        ("https://localhost/ada", "bad_domain"),
        ("http://10.0.0.1/ada", "bad_domain"),
        ("linkedin.com", "not_profile"),
        ("https://www.linkedin.com/company/acme", "not_profile"),
        ("https://www.linkedin.com/in/", "not_profile"),
        ("https://www.linkedin.com/in/%2e", "not_profile"),
        ("https://www.linkedin.com/in/a%2Fb", "bad_link"),
        ("https://www.linkedin.com/in/a%2541", "bad_link"),
        ("https://www.linkedin.com/in/a%ff", "bad_link"),
        ("https://www.linkedin.com/talent/search?q=x", "not_profile"),
        ("https://www.linkedin.com/talent/hire/7/profile", "not_profile"),
        ("https://www.linkedin.com/sales/search/people?query=x", "not_profile"),
        ("https://www.linkedin.com/sales/company/12", "not_profile"),
        ("https://www.linkedin.com/profile/view", "not_profile"),
        ("linkedin.com/pub/dir/grace/hopper", "not_profile"),
        ("https://www.linkedin.com/posts/ada_activity-1", "not_profile"),
        ("https://www.xing.com/companies/acme", "not_profile"),
        ("https://lnkd.in/gx7-abc", "short_link"),
        ("lnkd.in/gx7-abc", "short_link"),
        ("https://xing.to/abc", "short_link"),
        ("https://example.com/" + "x" * 500, "too_long"),
        ("github.com", "not_profile"),
        ("https://github.com/orgs/acme", "not_profile"),
        ("https://github.com/Features", "not_profile"),
        ("https://github.com/-ada", "not_profile"),
        ("https://github.com/a%20b", "not_profile"),
    ],
)  # fmt: skip
def test_an_invalid_contact_has_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ContactError) as caught:
        parse_contact(text)
    assert caught.value.reason == reason
    assert isinstance(caught.value, ValueError)


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ContactError) as caught:
        parse_contact("secret words@nowhere")
    assert "secret" not in repr(caught.value)


letters = string.ascii_letters + string.digits
names = st.text(letters + "-", min_size=1, max_size=20).filter(
    lambda name: name[0] != "-" and name.lower() not in {"in", "about"}
)
odd_texts = st.text(
    st.sampled_from("aZ9@.,;:/?#%&=+-_<>|\\ '\"\u00dfİÄ\u0301ﬁ℀．。\u200b\t你٣4e1")
    | st.characters(),
    max_size=40,
)
beginnings = st.sampled_from(
    ["", "a@", "ada@x.", "https://", "https://x.com/", "linkedin.com/in/", "https://x.com/?",
     "https://www.linkedin.com/in/", "github.com/", "mailto:", "mailto:a@b.", "<", "A <a@b.co"]
)  # fmt: skip


@given(beginnings, odd_texts)
@example("https://x.com/", "a.#frag")
@example("https://x.com/", "a.?utm_x=1")
@example("https://x.com/", ".#a")
@example("https://x.com/", "%4%31")
@example("a@", "℀.com")
@example("linkedin.com/in/", "İ")
def test_normalising_is_idempotent_ascii_safe_and_bounded(beginning: str, rest: str) -> None:
    with contextlib.suppress(ContactError):
        contact = parse_contact(beginning + rest)
        assert parse_contact(contact.value) == contact
        assert not set(contact.value) & set(" <>\n\t\\")
        if isinstance(contact, Email):
            assert len(contact.value) <= MAX_EMAIL
            assert contact.value == contact.value.lower()
        else:
            assert len(contact.value) <= MAX_LINK
            assert contact.value.isascii()
            assert contact.value.startswith(("http://", "https://"))


@given(names, names, st.booleans())
def test_case_of_an_email_does_not_matter(mailbox: str, host: str, upper_case: bool) -> None:
    host = host.strip("-")
    plain = f"{mailbox}@{host}.com"
    assert parse_contact(plain) == parse_contact(plain.upper() if upper_case else plain.swapcase())


@given(
    names,
    st.sampled_from(["", "http://", "https://", "HTTPS://"]),
    st.sampled_from(["linkedin.com", "www.linkedin.com", "uk.LinkedIn.com", "m.linkedin.com"]),
    st.sampled_from(["", "/", "/en", "/de-de/", "?trk=a&b=c", "/?x=1#y", "/overlay/about-this"]),
)
def test_all_spellings_of_a_linkedin_page_are_one(
    name: str, scheme: str, host: str, suffix: str
) -> None:
    result = parse_contact(f"{scheme}{host}/in/{name}{suffix}")
    assert result == Profile(f"https://www.linkedin.com/in/{name.lower()}")
    escaped = "".join(f"%{ord(c):02x}" for c in name)
    assert parse_contact(f"https://linkedin.com/in/{escaped}") == result
