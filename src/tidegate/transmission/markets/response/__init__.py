"""From paths of yields, monetary news, growth and inflation to total returns of every asset that can be owned."""

from tidegate.transmission.markets.response.parameters import Response, response_parameters
from tidegate.transmission.markets.response.paths import (
    AssetReturns,
    MarketOpening,
    MarketPaths,
    asset_returns,
    draw_elasticities,
    real_yield,
)

__all__ = [
    "AssetReturns",
    "MarketOpening",
    "MarketPaths",
    "Response",
    "asset_returns",
    "draw_elasticities",
    "real_yield",
    "response_parameters",
]
