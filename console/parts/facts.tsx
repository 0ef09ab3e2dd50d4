import type { ReactNode } from 'react'

/** Names and what they are, beside each other; on a phone below each other. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-5 gap-y-2.5 text-[0.933rem] sm:grid-cols-[9.5rem_minmax(0,1fr)] max-sm:gap-y-0.5 max-sm:[&>dd]:mb-2">
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
