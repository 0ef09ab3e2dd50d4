import { encode } from 'uqr'

/** The quiet edge that scanners ask for, in modules [ISO/IEC 18004]. */
const border = 4

/**
 * A QR code of `text`, dark on white in either theme, since many scanners read no other.
 * @param label what stands for it where it cannot be seen.
 */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { border, ecc: 'M' })
  const modules = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-lg border border-line"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={modules.join('')} fill="#000" />
    </svg>
  )
}
