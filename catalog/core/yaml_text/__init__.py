"""The one place that turns YAML text into data: from guard to values, a fault for each document that cannot be read."""

from catalog.core.yaml_text.files import YamlDocument, YamlFile, load_yaml
from catalog.core.yaml_text.limits import DEFAULT_LIMITS, YamlFault, YamlLimits

__all__ = ["DEFAULT_LIMITS", "YamlDocument", "YamlFault", "YamlFile", "YamlLimits", "load_yaml"]
