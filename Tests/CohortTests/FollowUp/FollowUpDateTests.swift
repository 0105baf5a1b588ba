import Cohort
import Testing

@Suite struct FollowUpDateTests {
  @Test func daysAreCountedAcrossLeapYears() throws {
    let first = try FollowUpDate("2019-12-31")
    #expect(first.days(to: try FollowUpDate("2020-03-01")) == 61)
    #expect(try FollowUpDate("2100-02-28").days(to: FollowUpDate("2100-03-01")) == 1)
    #expect(try FollowUpDate("2000-02-28").days(to: FollowUpDate("2000-03-01")) == 2)
    #expect(try FollowUpDate("1999-01-01").days(to: FollowUpDate("2020-01-01")) == 7670)
    #expect(try FollowUpDate("20200229").text == "2020-02-29")
    #expect(try FollowUpDate(" 2020-02-29T08:00 ").text == "2020-02-29")
  }

  @Test(arguments: ["31.01.2020", "2020-13-01", "2019-02-29", "2020-1-5", "01/31/2020", "", "2020--1-01", "20a00101"])
  func whatIsNoDateIsRefusedWithAdvice(text: String) {
    #expect(throws: FieldError.self) { try FollowUpDate(text) }
  }
}
