from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "onewindow.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Join the rooms, once all are loaded."""
        from onewindow.wiring import drains, holdings, measures, news, ports

        ports.join()
        drains.join()
        news.join()
        measures.join()
        holdings.join()
