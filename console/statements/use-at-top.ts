import { type RefObject, useEffect, useRef, useState } from 'react'

/** Whether the beginning of a list is in view; the returned ref goes on an element right before it. */
export function useAtTop<Element extends HTMLElement>(): [RefObject<Element | null>, boolean] {
  const mark = useRef<Element>(null)
  const [isAtTop, setAtTop] = useState(true)
  useEffect(() => {
    const element = mark.current
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => {
      // Below the window it is still to come: the reader is above it, not in the list.
      if (entry) setAtTop(entry.isIntersecting || entry.boundingClientRect.top > 0)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [mark, isAtTop]
}
