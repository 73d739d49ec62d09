"""Adds the rules to the packages that setup.cfg finds: they lie at the top of the checkout, where a lawyer looks."""

from setuptools import setup
from setuptools.command.build_py import build_py

RULES = "contractcheck.rules_data"


class WithRules(build_py):
    """Builds the packages that were found, and the rules as package data of ``contractcheck.rules_data``."""

    def finalize_options(self) -> None:
        """Add the rules. ``package_dir`` in setup.cfg says where they lie."""
        super().finalize_options()
        if RULES not in self.packages:
            self.packages.append(RULES)


setup(cmdclass={"build_py": WithRules})
