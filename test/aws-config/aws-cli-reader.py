"""Reads AWS config files as the AWS CLI does: a path on each line of stdin, a JSON document on each line of stdout."""

import configparser
import json
import shlex
import sys

try:
    from botocore.configloader import load_config
    from botocore.exceptions import ConfigParseError as Refused

    READER = "botocore"
except ImportError:
    READER = "configparser"

    class Refused(Exception):
        pass

    def nested(value):
        found = {}
        for line in value.splitlines():
            if line.strip():
                key, inner = line.strip().split("=", 1)
                found[key.strip()] = inner.strip()
        return found

    def named(header, values):
        try:
            words = shlex.split(header)
        except ValueError:
            return {}
        return {words[1]: values} if len(words) == 2 else {}

    def load_config(path):
        parser = configparser.RawConfigParser()
        profiles, sessions = {}, {}
        try:
            parser.read([path])
            for header in parser.sections():
                values = dict(parser.items(header))
                values = {k: nested(v) if v.startswith("\n") else v for k, v in values.items()}
                if header.startswith("profile"):
                    profiles.update(named(header, values))
                elif header.startswith("sso-session"):
                    sessions.update(named(header, values))
                elif header == "default":
                    profiles[header] = values
        except (configparser.Error, UnicodeDecodeError, ValueError) as error:
            raise Refused(str(error)) from None
        return {"profiles": profiles, "sso_sessions": sessions}


def read(path):
    try:
        loaded = load_config(path)
    except Refused as error:
        return {"refused": str(error)}
    return {"profile": loaded["profiles"], "sso-session": loaded["sso_sessions"]}


print(json.dumps(f"{READER}, Python {sys.version.split()[0]}"))
for line in sys.stdin:
    print(json.dumps(read(line.rstrip("\n"))))
