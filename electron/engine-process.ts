/**
 * The engine's own process, a utility process of the desktop shell. It opens the workspace, answers the pages on the
 * ports it is given and serves others when told to. Main reads neither rows nor keys.
 */

import { forbidCoreDumps } from '../engine/core-dumps.ts'
import { answerControl } from './engine-room.ts'

forbidCoreDumps(process.platform, process.pid)
answerControl(process.parentPort, (code) => process.exit(code))
