using Jarvis.Media;
using Jarvis.Planning.Retrieval;

namespace Jarvis.Core.Tests.Planning.Retrieval;

public sealed class RequestWordsTests
{
    [Fact]
    public void A_request_is_words_numbers_files_addresses_and_quotations()
    {
        var words = RequestWords.Read("Mail 'it is Ann's' to ann@example.com, with a.jpg from https://example.com/b.mp4.");

        Assert.Equal(
            ["Word Mail", "Quote it is Ann's", "Word to", "Mail ann@example.com", "Comma ,", "Word with", "File a.jpg", "Word from", "Url https://example.com/b.mp4"],
            words.Select(word => $"{word.Kind} {word.Text}"));
        Assert.Equal(MediaKind.Image, words[6].Media);
        Assert.Equal(MediaKind.Video, words[8].Media);
    }

    [Fact]
    public void A_file_between_quotation_marks_is_a_file() =>
        Assert.Equal(WordKind.File, Assert.Single(RequestWords.Read("'example.wav'")).Kind);

    [Fact]
    public void A_quotation_that_does_not_end_is_none() =>
        Assert.Equal(["I", "said", "hello"], RequestWords.Read("I said \"hello").Select(word => word.Text));

    [Theory]
    [InlineData("transcribing", "transcribes")]
    [InlineData("classification", "classify")]
    [InlineData("cancellation", "cancelled")]
    [InlineData("generator", "generated")]
    [InlineData("translations", "translate")]
    [InlineData("summarization", "summary")]
    [InlineData("reservation", "reserve")]
    [InlineData("segmentation", "segments")]
    public void Forms_of_a_word_have_one_stem(string form, string other) => Assert.Equal(WordStem.Of(other), WordStem.Of(form));

    [Theory]
    [InlineData("news", "new")]
    [InlineData("image", "imagine")]
    [InlineData("engineer", "engine")]
    [InlineData("text", "test")]
    public void Other_words_have_other_stems(string word, string other) => Assert.NotEqual(WordStem.Of(other), WordStem.Of(word));
}
