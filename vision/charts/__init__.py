"""Pictures of figures: where each line, mark and word stands. Templates draw them as SVG.

Pure arithmetic without a request, a database or a colour. Every picture carries what it shows in
words (`summary`) and as rows of a table, and tells its lines apart by shape and stroke alone
(docs/decisions/0015).
"""

from .lines import Chart, line_chart, series_chart
from .strip import Strip, grade_strip
from .trend import Trend, trend

__all__ = ["Chart", "Strip", "Trend", "grade_strip", "line_chart", "series_chart", "trend"]
