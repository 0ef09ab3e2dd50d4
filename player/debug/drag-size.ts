import { element } from '../page/element.ts'

const stepPx = 40
const leastPx = 220

/** The edge of the drawer: dragged, or moved with the arrow keys. The course keeps a third of the page at least. */
export function dragSize(drawer: HTMLElement, label: string): HTMLElement {
  const isBottom = () => drawer.classList.contains('is-bottom')
  const resize = (px: number) => {
    const most = (isBottom() ? innerHeight : innerWidth) * 0.67
    const size = Math.min(Math.max(px, leastPx), most)
    drawer.style.setProperty('--debug-size', `${size}px`)
    tell(size)
  }
  const tell = (px: number) => {
    const share = (100 * px) / (isBottom() ? innerHeight : innerWidth)
    edge.setAttribute('aria-valuenow', String(Math.round(share)))
  }
  const sizeOf = () => {
    const { width, height } = drawer.getBoundingClientRect()
    return isBottom() ? height : width
  }
  const edge = element('div', {
    class: 'debug-edge',
    role: 'separator',
    tabindex: '0',
    'aria-label': label,
    'aria-orientation': isBottom() ? 'horizontal' : 'vertical',
    // In hundredths of the page, of which the drawer takes a third or so until it is moved.
    'aria-valuemin': '0',
    'aria-valuemax': '67',
    'aria-valuenow': '33',
  })
  edge.addEventListener('focus', () => tell(sizeOf()))
  edge.addEventListener('pointerdown', (event) => {
    edge.setPointerCapture(event.pointerId)
    const before = sizeOf()
    const { clientX, clientY } = event
    // A frame under the pointer would swallow its moves.
    document.body.classList.add('is-resizing')
    const move = (to: PointerEvent) =>
      resize(before + (isBottom() ? clientY - to.clientY : clientX - to.clientX))
    const stop = () => {
      document.body.classList.remove('is-resizing')
      edge.removeEventListener('pointermove', move)
    }
    edge.addEventListener('pointermove', move)
    edge.addEventListener('lostpointercapture', stop, { once: true })
  })
  edge.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft' || key === 'ArrowUp') resize(sizeOf() + stepPx)
    if (key === 'ArrowRight' || key === 'ArrowDown') resize(sizeOf() - stepPx)
  })
  return edge
}
