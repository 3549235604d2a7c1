# A real mail server for the tests: aiosmtpd, as Debian packages it. Writes each mail to a folder, as it came.
# mailbox.py PORT FOLDER [--tls CERT KEY] [--slow SECONDS] [--auth USER PASSWORD] [--refuse WORD]
import argparse, os, ssl, sys, time, asyncio, uuid
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("folder")
parser.add_argument("--tls", nargs=2)
parser.add_argument("--slow", type=float, default=0)
parser.add_argument("--auth", nargs=2)
parser.add_argument("--refuse", default="")
options = parser.parse_args()


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if options.refuse and options.refuse in address:
            return "550 5.1.1 there is nobody here of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(options.slow)
        name = os.path.join(options.folder, f"{time.time_ns()}-{uuid.uuid4().hex}")
        with open(name + ".part", "wb") as out:
            out.write(f"X-From: {envelope.mail_from}\r\nX-To: {', '.join(envelope.rcpt_tos)}\r\n".encode())
            out.write(f"X-Tls: {'yes' if session.ssl else 'no'}\r\n".encode())
            out.write(envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        await asyncio.sleep(options.slow)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == options.auth
    return AuthResult(success=right)


more = {}
if options.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*options.tls)
    more.update(tls_context=context, require_starttls=True)
if options.auth:
    more.update(authenticator=authenticate, auth_required=True)


class Here(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="localhost", **more)


controller = Here(Keep(), hostname="127.0.0.1", port=options.port)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
