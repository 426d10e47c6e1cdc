import Testing

@testable import MathVerifier

/// The lists that a tree is made of.
struct PileTests {
    @Test func elementsStayInOrderWhileThePileGrows() {
        let pile = Pile<Int>()
        defer { pile.free() }
        for value in 0..<1_000 { #expect(pile.append(value * value) == value) }
        #expect(pile.count == 1_000)
        for index in 0..<1_000 { #expect(pile[index] == index * index) }
    }

    @Test func anEmptiedPileHasNothingAndIsFilledAgain() {
        let pile = Pile<String>()
        defer { pile.free() }
        for value in 0..<40 { pile.append("text number \(value)") }
        pile.removeAll()
        #expect(pile.count == 0)
        #expect(pile.element(at: 0) == nil)
        #expect(pile.append("again") == 0)
        #expect(pile[0] == "again")
    }

    @Test func aPileIsCutBackToItsFirstElements() {
        let pile = Pile<String>()
        defer { pile.free() }
        for value in 0..<40 { pile.append("text number \(value)") }
        pile.truncate(to: 3)
        #expect(pile.count == 3)
        #expect(pile[2] == "text number 2")
        #expect(pile.append("again") == 3)
        #expect(pile[3] == "again")
    }

    @Test func whatIsBeyondTheEndsIsNothing() {
        let pile = Pile<Int>()
        defer { pile.free() }
        pile.append(7)
        #expect(pile.element(at: 0) == 7)
        #expect(pile.element(at: 1) == nil)
        #expect(pile.element(at: -1) == nil)
    }

    @Test func changesAndCopiesOfTheHandleAreOfTheSamePile() {
        let pile = Pile<[Int]>()
        defer { pile.free() }
        pile.append([1])
        let other = pile
        other.change(0) { $0.append(2) }
        #expect(pile[0] == [1, 2])
    }

    /// References in it are released when it is emptied, and when its memory is given back.
    @Test func objectsAreHeldNoLongerThanThePile() {
        final class Held {}
        let pile = Pile<Held>()
        weak var first: Held?
        weak var second: Held?
        do {
            let one = Held()
            first = one
            pile.append(one)
        }
        #expect(first != nil)
        pile.removeAll()
        #expect(first == nil)
        do {
            let two = Held()
            second = two
            pile.append(two)
        }
        pile.free()
        #expect(second == nil)
    }
}
