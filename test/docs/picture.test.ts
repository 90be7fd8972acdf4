import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../../scripts/project.ts'
import { traceDrawing } from '../../scripts/trace-drawing.ts'
import { committedPicture, tracePicture } from '../../scripts/trace-picture.ts'
import { readTrace } from '../support/trace-format.ts'

const CAPTION = { title: 'a trace', description: 'of a test' }

test('the picture in the README is made from the recorded trace', () => {
  assert.equal(committedPicture(), tracePicture(), 'npm run picture')
  assert.match(readFileSync(join(root, 'README.md'), 'utf8'), /!\[[^\]]+\]\(docs\/images\/trace\.svg\)/)
})

test('the picture needs nothing from outside, and has a look for dark pages', () => {
  const picture = committedPicture()
  assert.doesNotMatch(picture.replace('xmlns="http://www.w3.org/2000/svg"', ''), /https?:|href|@import|<script/)
  assert.match(picture, /@media\(prefers-color-scheme:dark\)/)
})

test('what a server or a mailbox is called stays text in a picture', () => {
  const lane = { pid: 1, tid: 2 } as const
  const drawing = traceDrawing(
    readTrace([
      { ph: 'M', name: 'thread_name', ...lane, args: { name: 'in flight 1' } },
      { ph: 'B', name: 'STATUS <b>&"', cat: 'wire', ...lane, ts: 0, args: {} },
      { ph: 'i', name: 'alert', cat: 'server', pid: 1, tid: 1, ts: 10, s: 't', args: { text: '</svg><script>' } },
      { ph: 'E', ...lane, ts: 50_000, args: { status: 'OK' } },
    ]),
    CAPTION,
  )
  assert.match(drawing, />STATUS &lt;b&gt;&amp;&quot;</)
  assert.match(drawing, /alert text &lt;\/svg&gt;&lt;script&gt;/)
  assert.doesNotMatch(drawing, /<script/)
})

test('a bar is as long as its time, and time in the queue is told from time on the wire', () => {
  const lane = { pid: 1, tid: 2 } as const
  const drawing = traceDrawing(
    readTrace([
      { ph: 'M', name: 'thread_name', ...lane, args: { name: 'in flight 1' } },
      {
        ph: 'B',
        name: 'queued',
        cat: 'queue',
        ...lane,
        ts: 0,
        args: { command: 'UID STORE', waitsFor: ['R4 SELECT A1'] },
      },
      { ph: 'E', ...lane, ts: 25_000, args: {} },
      {
        ph: 'B',
        name: 'UID STORE INBOX',
        cat: 'wire',
        ...lane,
        ts: 25_000,
        args: { text: 'UID STORE 1 +FLAGS (\\Seen)' },
      },
      { ph: 'E', ...lane, ts: 100_000, args: { status: 'OK' } },
    ]),
    CAPTION,
  )
  const widths = [
    ...drawing.matchAll(/<rect class="(waits|change)" x="([\d.]+)" y="\d+" width="([\d.]+)" height="24"/g),
  ]
  assert.deepEqual(
    widths.map(([, part, x, width]) => [part, Number(x), Number(width)]),
    [
      ['waits', 28.8, 224.5],
      ['change', 254.8, 676.5],
    ],
  )
  assert.match(drawing, />STORE behind SELECT \(R4\)</)
})
