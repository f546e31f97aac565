/** @jsxImportSource preact */
import './wallet.css'
import { render } from 'preact'
import { WalletApp } from './WalletApp.tsx'
import { firstLanguage, wordsIn } from './words.ts'

const root = document.getElementById('root')
if (root !== null) render(<WalletApp first={await wordsIn(firstLanguage().language)} />, root)

if ('serviceWorker' in navigator && import.meta.env.PROD)
  addEventListener(
    'load',
    () => void navigator.serviceWorker.register('/wallet/service-worker.js', { scope: '/wallet' }),
  )
