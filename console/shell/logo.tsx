/** The mark: an open record book with a tick on its right page. */
export function Mark({ className = 'size-8' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <path
        d="M16 10.6c-1.9-1.5-4.6-2-8-2v13c3.4 0 6.1.5 8 2 1.9-1.5 4.6-2 8-2v-6.2"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M16 10.6v13" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
      <path
        d="m19.4 10.4 2.2 2.2 4.2-4.4"
        fill="none"
        stroke="#5eead4"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
