import { Component, type ErrorInfo, type ReactNode } from 'react'
import { BrokenNotice } from './BrokenNotice.tsx'

type Props = Readonly<{ children: ReactNode }>
type State = Readonly<{ report: string | null }>

/** A part that fails takes only itself down, and leaves a report that can be copied. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { report: null }

  static getDerivedStateFromError(error: unknown): State {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { report: `${new Date().toISOString()} ${window.location.pathname}\n${what}` }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState(({ report }) => ({ report: `${report ?? ''}\n${info.componentStack ?? ''}`.trim() }))
  }

  override render(): ReactNode {
    const { report } = this.state
    return report === null ? (
      this.props.children
    ) : (
      <BrokenNotice report={report} onRetry={() => this.setState({ report: null })} />
    )
  }
}
