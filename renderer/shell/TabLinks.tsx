import { Link } from 'wouter'
import classes from './tab-links.module.css'

export type TabLink = Readonly<{ address: string; name: string; current: boolean }>

/** The parts of a screen, each with an address of its own: links, so that Back and a copied address lead to the same. */
export function TabLinks({ label, links }: Readonly<{ label: string; links: readonly TabLink[] }>) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {links.map(({ address, name, current }) => (
        <Link
          key={address}
          href={address}
          className={classes.tab}
          {...(current ? { 'aria-current': 'page' as const } : {})}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
