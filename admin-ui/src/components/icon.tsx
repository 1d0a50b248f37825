/** Strokes on a 20 × 20 grid. */
const shapes = {
  activity: 'M3 10h3l2.5-6 3 12 2.5-6h3',
  building: 'M4 17V4.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1V17M12 8h3a1 1 0 0 1 1 1v8M2.5 17h15M7 7h2M7 10h2M7 13h2',
  chart: 'M3.5 16.5h13M6 14V10M10 14V5.5M14 14V8',
  check: 'M4 10.5l4 4 8-9',
  checklist: 'M3 5.5l1.4 1.4 2.6-2.9M10 5.5h7M3 10.5l1.4 1.4 2.6-2.9M10 10.5h7M3 15.5l1.4 1.4 2.6-2.9M10 15.5h7',
  chevron: 'M7 8l3-3 3 3M7 12l3 3 3-3',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5V10l2.5 1.5',
  copy: 'M7 7V4.5a1 1 0 0 1 1-1h7.5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H13M4.5 7H12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z',
  cross: 'M5 5l10 10M15 5L5 15',
  database:
    'M4 5.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5S13.3 8 10 8 4 6.9 4 5.5zM4 5.5v9C4 15.9 6.7 17 10 17s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  down: 'M10 4v12M5.5 11.5L10 16l4.5-4.5',
  external: 'M11.5 3.5h5v5M16.5 3.5l-7 7M14 11.5v4a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h4',
  grid: 'M3.5 3.5h5.5V9H3.5zM11 3.5h5.5V9H11zM3.5 11h5.5v5.5H3.5zM11 11h5.5v5.5H11z',
  inbox: 'M3.5 11.5h4a2.5 2.5 0 0 0 5 0h4M3.5 11.5v4a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-4l-2.5-7h-8z',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.5v4M10 6.5v.1',
  key: 'M13 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l-6.5 6.5M6 14l2 2M13.5 6.9v.1',
  left: 'M12.5 5l-5 5 5 5',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.4-2.4a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.4 2.4a3 3 0 0 0 4.3 4.3l.9-.9',
  list: 'M7 5.5h9M7 10h9M7 14.5h9M3.5 5.5h.1M3.5 10h.1M3.5 14.5h.1',
  play: 'M6.5 4.5l9 5.5-9 5.5z',
  right: 'M7.5 5l5 5-5 5',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4',
  shield: 'M10 2.8l6 2.2v4.5c0 3.7-2.4 6.3-6 7.7-3.6-1.4-6-4-6-7.7V5zM7.3 10l2 2 3.5-4',
  sliders: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
  stop: 'M5.5 5.5h9v9h-9z',
  sync: 'M16 5v3.5h-3.5M4 15v-3.5h3.5M15.6 8.5A6 6 0 0 0 5 6.8M4.4 11.5A6 6 0 0 0 15 13.2',
  team: 'M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.5 16c.5-2.6 2.5-4 5-4s4.5 1.4 5 4M13 4.2a2.7 2.7 0 0 1 0 5.1M14.5 12.4c1.6.5 2.7 1.7 3 3.6',
  terminal: 'M3 4.5h14v11H3zM6 8l2.2 2L6 12M10.5 12.5H14',
  unlink: 'M8.5 14.8a3 3 0 0 1-3.7-3.9l2-2M11.5 5.2a3 3 0 0 1 3.7 3.9l-2 2M4 4l12 12',
  up: 'M10 16V4M5.5 8.5L10 4l4.5 4.5',
  user: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.5c.7-2.6 3-4 6-4s5.3 1.4 6 4',
  warning: 'M10 3.5l7.2 12.7H2.8zM10 8.5v3.5M10 14.1v.1',
}

export type IconName = keyof typeof shapes

/** A decorative icon in the colour of the text; what it means must also stand in words. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
