import Testing

@testable import Adjudge

@Suite struct WindowTests {
    /// Plays one thread, whose rows all wait when begun, and returns how far it got ahead of what it finished.
    @Test func aSingleThreadBeginsAWindowAndThenFinishesInOrder() {
        var window = Window(count: 3 * Window.size, threads: 1)
        var finished = 0
        var begun = 0
        while let step = window.step(), step != .leave {
            switch step {
            case .begin(let rows):
                #expect(rows.lowerBound == begun)
                for row in rows { window.wait(row) }
                begun = rows.upperBound
            case .finish(let row):
                #expect(row == finished)
                window.finish(row)
                finished += 1
            case .leave: break
            }
            #expect(begun - finished <= Window.size)
        }
        #expect(finished == 3 * Window.size)
        #expect(window.oldest == finished)
    }

    @Test func aRowThatTakesLongHoldsUpNobodyWithinTheWindow() {
        var window = Window(count: 2 * Window.size, threads: 2)
        // The first row waits for ever; all others are done at once.
        while case .begin(let rows)? = window.step() {
            for row in rows { row == 0 ? window.wait(row) : window.finish(row) }
        }
        // That loop took the step that finishes row 0, and nothing else is left to do for another thread.
        #expect(window.oldest == 0)
        #expect(window.step() == nil)
        window.finish(0)
        #expect(window.oldest == Window.size)
        guard case .begin(let rows)? = window.step() else {
            Issue.record("nothing is begun after the window has moved")
            return
        }
        #expect(rows.lowerBound == Window.size)
    }

    @Test func aRowIsNotFinishedBeforeItIsBegun() {
        var window = Window(count: 1, threads: 2)
        #expect(window.step() == .begin(0..<1))
        #expect(window.step() == nil)
        window.wait(0)
        #expect(window.step() == .finish(0))
        window.finish(0)
        #expect(window.step() == .leave)
    }

    @Test func aClosedWindowFinishesWhatWasBegun() {
        var window = Window(count: 100, threads: 1)
        guard case .begin(let rows)? = window.step() else {
            Issue.record("nothing is begun")
            return
        }
        for row in rows { window.wait(row) }
        window.close()
        for row in rows {
            #expect(window.step() == .finish(row))
            window.finish(row)
        }
        #expect(window.step() == .leave)
        #expect(window.oldest == rows.upperBound)
    }

    @Test func anInterruptionEndsAtTheFirstUnfinishedRow() {
        var window = Window(count: 100, threads: 4)
        guard case .begin(let rows)? = window.step() else {
            Issue.record("nothing is begun")
            return
        }
        window.finish(rows.lowerBound)
        window.interrupt()
        #expect(window.step() == .leave)
        #expect(window.oldest == rows.lowerBound + 1)
    }

    @Test func noRowsAreNoSteps() {
        var window = Window(count: 0, threads: 2)
        #expect(window.step() == .leave)
    }
}
