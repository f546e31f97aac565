/** The app's icon as small as a tray shows it, in one pixel and in two for each point: a packed app has no loose files. */
export const trayIcons: readonly Readonly<{ scale: number; data: string }>[] = [
  {
    scale: 1,
    data:
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAArklEQVR42mNgoAaQjtwsDsSrgf' +
      'g3EP8ngH9D1YojG7CaCI3oeDWyARg2y0Vv+V+38AoYg9jYXIJsAIpkwfTz/+89//IfBkBskBi6OgwDottP/L9y/8N/XAAkB1' +
      'KD04ANR5/8f/TqK14MUoPTAJjzk3pOgTEsDGB8dG9gNeDY1Tf/Vx54BMYwW2F8kNwgNwAUwiB/4sO4YgGckGZvuwu2BR8Gqc' +
      'GWkChOypRlJkoAAPoP/yJL1z8WAAAAAElFTkSuQmCC',
  },
  {
    scale: 2,
    data:
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAABQUlEQVR42mNgGAVoQDpyszIQzw' +
      'bi50D8n0r4OdRMZUKWBwPxZypajI5BZgfj8zktLUd2hDI2B8ymg+UwPBubA0iOc+uCvWBMTprA5gCiDTDI2PV/9ra7/3//+Q' +
      'vGIDZIjBQzyHKAZvL2/71rbv7/8v33f3QAEgPJgdRQ3QFKcVv/1y288v/tp5//CQGQGpBakB6KHSAXveV/wfTz/x+9+vqfVA' +
      'DSA9ILMoMsBziVHvh//dHH/5QCkBkgs0h2AMj11AIgs0h2QED9kf8rDzyiCgaZRZVcQE1MtANAKRqUoEDYp/bwf+Ps3XD+9M' +
      '13wBjGB8mB1MD4IL0UOwCUt2EgpOnYf/PcPXA+LIhhACQHUgMDIL2jDhh1wNDPBQNWDgx4STgQdcFz9OYWSCM1MJZm2/NB2S' +
      'gd2Gb5gHdMBkXXbEQCAKr21GYqs1V1AAAAAElFTkSuQmCC',
  },
]
