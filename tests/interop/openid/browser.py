"""Somebody with a browser, without the browser: cookies, links and forms."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

_ONWARD = re.compile(r'content="0; url=([^"]+)"')


@dataclass
class Browser:
    """One browser of a person.

    :param base: the address of the window.
    """

    base: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    def close(self) -> None:
        """Close the window."""
        self.http.close()

    def sign_in(self, account: str) -> None:
        """One click, in the demonstration."""
        self.http.get(f"{self.base}/demo/")
        done = self.send("/demo/sign-in/", account=account, next="/account/")
        assert done.status_code == 302, done.text

    def sign_out(self) -> None:
        self.http.get(f"{self.base}/sign-out/")
        assert self.send("/sign-out/").status_code == 302

    def send(self, path: str, **values: object) -> httpx.Response:
        """A form of ours, with its token."""
        token = next(value for name, value in self.http.cookies.items() if "csrf" in name)
        address = urljoin(self.base, path)
        headers = {"Referer": address, "Origin": self.base}
        return self.http.post(address, data={"csrfmiddlewaretoken": token, **values}, headers=headers)

    def follow(self, url: str, *, action: str = "agree") -> httpx.Response:
        """Go where a system sends us, agree where one is asked, until we leave the window or are stuck.

        :returns: the redirect that leads away, or the last page.
        """
        response = self.http.get(url)
        for _ in range(12):
            if response.is_redirect:
                address = urljoin(self.base, response.headers["Location"])
                if not address.startswith(f"{self.base}/"):
                    return response
                response = self.http.get(address)
            elif onward := _ONWARD.search(response.text):
                response = self.http.get(urljoin(self.base, onward.group(1)))
            elif response.request.url.path.startswith("/openid/consent/"):
                response = self.send(response.request.url.path, action=action)
            else:
                return response
        raise AssertionError("this leads nowhere")


def parameters(address: str) -> dict[str, str]:
    """What an address carries."""
    return dict(parse_qsl(urlsplit(address).query))
