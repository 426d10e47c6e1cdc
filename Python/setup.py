"""The wheel's tag: any Python 3, this platform; auditwheel then says which manylinux it is."""

import os
import re

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.dist import Distribution


class PlatformWheel(bdist_wheel):
    """A wheel without extension modules that holds a library all the same."""

    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])


class PlatformDistribution(Distribution):
    """Puts the package where libraries may lie."""

    def has_ext_modules(self):
        return True


def version():
    """The version that the engine has, from its source."""
    source = os.path.join(os.environ["ADJUDGE_SOURCE"], "Sources", "Adjudge", "Version.swift")
    with open(source, encoding="utf-8") as file:
        return re.search(r'literal: StaticString = "([^"]+)"', file.read()).group(1)


setup(version=version(), distclass=PlatformDistribution, cmdclass={"bdist_wheel": PlatformWheel})
