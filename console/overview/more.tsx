import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** The way from a few rows to the whole list. */
export function More({ to, children }: { to: '/registrations' | '/library'; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="flex shrink-0 items-center gap-1 text-[0.867rem] font-medium text-accent hover:underline"
    >
      {children} <ArrowRight className="size-4" aria-hidden />
    </Link>
  )
}
