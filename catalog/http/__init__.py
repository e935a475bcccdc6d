"""The one place that makes outbound HTTP calls: to hosts an administrator named, at addresses that were checked."""
