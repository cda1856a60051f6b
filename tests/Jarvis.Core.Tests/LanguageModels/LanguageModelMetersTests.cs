using Jarvis.Identity;
using Jarvis.LanguageModels;
using Microsoft.Extensions.Options;

namespace Jarvis.Core.Tests.LanguageModels;

public sealed class LanguageModelMetersTests
{
    private static readonly ConversationId Conversation = ConversationId.Parse("local/c");

    private readonly LanguageModelMeters _meters = new(Options.Create(new LanguageModelOptions { MaxTokensPerTurn = 100 }));

    [Fact]
    public void A_turn_has_one_meter_and_another_turn_another()
    {
        Assert.Same(_meters.Of(Conversation.Turn(1)), _meters.Of(Conversation.Turn(1)));
        Assert.NotSame(_meters.Of(Conversation.Turn(1)), _meters.Of(Conversation.Turn(2)));
    }

    [Fact]
    public void Only_the_newest_turns_are_remembered()
    {
        var first = _meters.Of(Conversation.Turn(1));
        for (var turn = 2; turn <= 4096; turn++)
        {
            _meters.Of(Conversation.Turn(turn));
        }

        Assert.Same(first, _meters.Of(Conversation.Turn(1)));
        _meters.Of(Conversation.Turn(4097));
        Assert.NotSame(first, _meters.Of(Conversation.Turn(1)));
    }
}
