"""An image made ready to be read: grey, on white, its lines level.

A scan lies a little askew, a photo has shadows, and either may lie on its side. The angle is found by projection: the
rows of an image whose lines are level are either full of ink or empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

# Degrees that a scan may lie askew, and the steps in which the angle is looked for.
MAX_SKEW, COARSE, FINE = 8.0, 1.0, 0.1
# Less is left as it is: lines drift by no more than a third of their height over a page.
MIN_SKEW = 0.15
# The angle shows in a small image as well, in pixels of its longer side.
PROBE_SIZE = 1000
# A page with less ink than this holds nothing to read: dust, a fold.
MIN_INK = 0.0003
# Paper darker than this, of 255, lies in a shadow: it is made white.
WHITE = 245
# The share of the longer side over which light changes.
SHADOW = 1 / 40


def ready(image: Image) -> Image:
    """Return the image grey and evenly lit. What is on grey paper, or in a shadow, then stands on white."""
    import numpy as np
    from PIL import Image as Images
    from PIL import ImageFilter

    grey = image.convert("L")
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)), Images.Resampling.BOX)
    reach = max(3, round(max(small.size) * SHADOW) | 1)
    # The brightest tone around each place is the paper; letters are thin and do not count.
    paper = small.filter(ImageFilter.MaxFilter(min(reach, 31))).filter(ImageFilter.GaussianBlur(reach))
    if float(np.asarray(paper).min()) >= WHITE:
        return grey
    light = np.asarray(paper.resize(grey.size, Images.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(grey, dtype=np.float32) * (255.0 / np.maximum(light, 1.0))
    return Images.fromarray(np.minimum(even, 255.0).astype(np.uint8))


def has_ink(image: Image) -> bool:
    """Tell whether there is anything on a grey image that could be read."""
    return float(ink(image).mean()) >= MIN_INK


def level(image: Image) -> Image:
    """Turn a grey image so that its lines are level."""
    from PIL import Image as Images

    angle = skew(image)
    if abs(angle) < MIN_SKEW:
        return image
    return image.rotate(angle, Images.Resampling.BICUBIC, expand=True, fillcolor=255)


def skew(image: Image) -> float:
    """Return by how many degrees the image is to be turned, anticlockwise, for its lines to be level."""
    import numpy as np

    probe = _probe(image)
    coarse = np.arange(-MAX_SKEW, MAX_SKEW + COARSE / 2, COARSE)
    near = max(coarse, key=lambda angle: _sharpness(probe, angle))
    fine = np.arange(near - COARSE, near + COARSE + FINE / 2, FINE)
    return float(max(fine, key=lambda angle: _sharpness(probe, angle)))


def lies_sideways(image: Image) -> bool:
    """Tell whether the lines of a grey image run from top to bottom."""
    probe = _probe(image)
    upright = max(_sharpness(probe, angle) for angle in (-1.0, 0.0, 1.0))
    turned = probe.rotate(90, expand=True)
    return max(_sharpness(turned, angle) for angle in (-1.0, 0.0, 1.0)) > 1.5 * upright


def turned(image: Image, quarters: int) -> Image:
    """Turn an image by quarters of a circle, anticlockwise."""
    return image.rotate(90 * quarters, expand=True) if quarters else image


def _probe(image: Image) -> Image:
    from PIL import Image as Images

    scale = min(1.0, PROBE_SIZE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Images.Resampling.BOX)
    return Images.fromarray(ink(small).astype("uint8") * 255)


def _sharpness(probe: Image, angle: float) -> float:
    """Say how much the ink of neighbouring rows differs, with the probe turned by ``angle``."""
    import numpy as np

    rows = np.asarray(probe.rotate(float(angle)), dtype=np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def ink(image: Image) -> npt.NDArray[np.bool_]:
    """Tell of each pixel whether it is much darker than the paper."""
    import numpy as np

    tones = np.asarray(image)
    paper = float(np.median(tones))
    return tones < max(40.0, paper * 0.6)
