using Jarvis.Tenancy;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class KeyTextTests
{
    [Fact]
    public void A_key_begins_readably_holds_160_random_bits_and_is_read_again()
    {
        var key = KeyText.Create();

        Assert.Matches("^jv_[a-z2-7]{12}_[a-z2-7]{38}$", key.Whole);
        Assert.True(KeyText.TryRead(key.Whole, out var read, out var isMistyped));
        Assert.Equal((key.Id, key.Whole, false), (read.Id, read.Whole, isMistyped));
        Assert.Equal(key.Hash, read.Hash);
    }

    [Fact]
    public void No_two_keys_have_an_id_or_a_secret_in_common()
    {
        var keys = Enumerable.Range(0, 10_000).Select(_ => KeyText.Create()).ToList();

        Assert.Equal(keys.Count, keys.Select(key => key.Id).Distinct().Count());
        Assert.Equal(keys.Count, keys.Select(key => key.Whole[16..48]).Distinct().Count());
    }

    [Fact]
    public void Every_typo_of_one_character_and_every_cut_is_told_from_a_wrong_key()
    {
        var whole = KeyText.Create().Whole;

        for (var place = 3; place < whole.Length; place++)
        {
            var other = whole[place] == 'a' ? 'b' : 'a';
            Assert.False(KeyText.TryRead(whole[..place] + other + whole[(place + 1)..], out _, out var isMistyped), $"place {place}");
            Assert.True(isMistyped);
            Assert.False(KeyText.TryRead(whole[..place], out _, out _), $"cut at {place}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sk-proj-0123456789")]
    [InlineData("JV_ABC")]
    [InlineData("Bearer jv_abc")]
    public void What_does_not_begin_as_a_key_is_none(string? text)
    {
        Assert.False(KeyText.TryRead(text, out _, out var isMistyped));
        Assert.False(isMistyped);
    }

    [Theory]
    [InlineData("jv_")]
    [InlineData("jv_\0\0\0")]
    [InlineData("jv_ÄÄÄÄÄÄÄÄÄÄÄÄ_ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ")]
    [InlineData("jv_../../../../_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_only_begins_as_a_key_is_mistyped(string text)
    {
        Assert.False(KeyText.TryRead(text, out _, out var isMistyped));
        Assert.True(isMistyped);
    }

    [Fact]
    public void Its_text_for_logs_has_nothing_of_the_secret() => Assert.Matches("^jv_[a-z2-7]{12}_…$", KeyText.Create().ToString());
}
