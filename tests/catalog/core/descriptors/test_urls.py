"""What a link's URL may be: what `new URL(text)` takes in a browser."""

from __future__ import annotations

import pytest

from catalog.core.descriptors.urls import is_url

VALID = [
    *(
        "https://example.com/a b",
        "http://x",
        "http:x",
        "http:/x",
        "http:////x",
        "HTTPS://X",
        " https://x\n",
        "ht\ntp://x",
    ),
    *("mailto:a@b", "tel:+1", "slack://channel?id=1", "a:", "a:b c", "javascript:x", "foo:///x", "foo://", "x:////"),
    *("https://u:p@h/", "http://a:80", "http://a:", "http://a:0065535", "http://[::1]/", "http://[::1.2.3.4]:8"),
    *(
        "http://a..b/",
        "http://a_b/",
        "http://{{host}}/x",
        "http://1.2.3",
        "http://0x7f.1",
        "http://4294967295",
        "http://1.",
    ),
    *("http://bücher.de", "http://%41b.c", "http://a。b", "http://xn--nxasmq6b"),
    *("file:///x", "file:x", "file://host/x", "file://c:/x", "http://foo.1.2.3.4x", "http:\\\\x"),
]
INVALID = [
    *("", "  ", "foo", "//x", "/x", "./x", "www.example.com", "1http://x", "ht tp://x", "localhost"),
    *(
        "https://",
        "https:",
        "http://?x",
        "http:#x",
        "http://@/",
        "http://u@",
        "http://:80",
        "http://a:b",
        "http://a:65536",
    ),
    *("http://a b", "http://exa%mple.com", "http://a%2fb", "http://%ff", "http://a|b", "http://a^b", "http://a<b"),
    *(
        "https://${{ values.x }}/",
        "http://[::1",
        "http://[::g]",
        "http://[::1%25eth0]",
        "http://\u00ad",
        "http://xn--é",
    ),
    *("http://1.2.3.256", "http://256.1.1.1", "http://4294967296", "http://08.1", "http://1.2.3.4.5", "http://xn--"),
    *("foo://:80", "foo://u@", "foo://a b", "foo://h:99999", "file://a b/", "file://a:80/x"),
]


@pytest.mark.parametrize("text", VALID)
def test_urls_that_are_allowed(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize("text", INVALID)
def test_urls_that_are_refused(text: str) -> None:
    assert not is_url(text)
