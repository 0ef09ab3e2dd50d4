import { element } from '../page/element.ts'

const stepPx = 40
const leastPx = 220

/** The edge of the drawer: dragged, or moved with the arrow keys. The course keeps a third of the page at least. */
export function dragSize(drawer: HTMLElement, label: string): HTMLElement {
  const isBottom = () => drawer.classList.contains('is-bottom')
  const resize = (px: number) => {
    const most = (isBottom() ? innerHeight : innerWidth) * 0.67
    drawer.style.setProperty('--debug-size', `${Math.min(Math.max(px, leastPx), most)}px`)
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
  })
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
