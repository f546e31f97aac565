/** What may happen in a simulated history. A step is plain data: the model and the engine are both told it. */
export type Row = Readonly<{ client: string; type: 'TopUp' | 'Payment'; amount: number; txId: string }>

export type Step =
  | Readonly<{ is: 'deposit'; client: string; amount: number; from: string }>
  | Readonly<{ is: 'withdrawal' | 'fee'; client: string; amount: number; version?: number }>
  | Readonly<{ is: 'purchase'; client: string; amount: number; producer?: number }>
  | Readonly<{ is: 'transfer'; from: string; to: string; amount: number }>
  | Readonly<{ is: 'payout' | 'refund' | 'chargeback'; of: number; amount?: number }>
  | Readonly<{ is: 'hold'; client: string; amount: number }>
  | Readonly<{ is: 'capture'; hold: number; amount?: number; keepRest: boolean }>
  | Readonly<{ is: 'release'; hold: number }>
  | Readonly<{ is: 'freeze' | 'unfreeze' | 'close'; client: string }>
  | Readonly<{ is: 'open'; client: string }>
  | Readonly<{ is: 'auto_top_up'; client: string; threshold: number; amount: number }>
  | Readonly<{ is: 'no_auto_top_up'; client: string }>
  /** Proposed by one person and approved by another at once. */
  | Readonly<{ is: 'reversal'; of: number }>
  | Readonly<{ is: 'adjustment'; debit: string; credit: string; amount: number }>
  | Readonly<{ is: 'write_off'; account: string; amount: number }>
  | Readonly<{ is: 'overdraft'; client: string; overdraft: number }>
  | Readonly<{ is: 'batch'; rows: readonly Row[] }>

/** How the step is disturbed: it is asked twice, or the engine dies before or after it is committed and is asked again. */
export type Disturbance = 'none' | 'asked_twice' | 'dies_before' | 'dies_after'
