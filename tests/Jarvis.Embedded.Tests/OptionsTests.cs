using Jarvis.Conversations;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Embedded.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<IServiceCollection>> Wrong => new()
    {
        { nameof(EmbeddedOptions.MailboxCapacity), services => services.Configure<EmbeddedOptions>(options => options.MailboxCapacity = 0) },
        { nameof(EmbeddedOptions.MaxConversations), services => services.Configure<EmbeddedOptions>(options => options.MaxConversations = 0) },
        { nameof(ConversationOptions.TurnTimeout), services => services.Configure<ConversationOptions>(options => options.TurnTimeout = TimeSpan.Zero) },
        { nameof(ConversationOptions.TurnTimeout), services => services.Configure<ConversationOptions>(options => options.TurnTimeout = TimeSpan.FromDays(8)) },
        { nameof(ConversationOptions.MaxOpenTurns), services => services.Configure<ConversationOptions>(options => options.MaxOpenTurns = 0) },
        { nameof(ConversationOptions.History), services => services.Configure<ConversationOptions>(options => options.History = -1) },
        { nameof(ConversationOptions.PlanLimits), services => services.Configure<ConversationOptions>(options => options.PlanLimits = null!) },
        { nameof(ModelEngineOptions.QueueCapacity), services => services.Configure<ModelEngineOptions>(options => options.QueueCapacity = 0) },
        { nameof(ModelEngineOptions.BatchTimeout), services => services.Configure<ModelEngineOptions>(options => options.BatchTimeout = TimeSpan.Zero) },
        { nameof(ModelEngineOptions.BatchTimeout), services => services.Configure<ModelEngineOptions>(options => options.BatchTimeout = TimeSpan.MaxValue) },
        { nameof(ModelEngineOptions.StopTimeout), services => services.Configure<ModelEngineOptions>(options => options.StopTimeout = TimeSpan.FromSeconds(-1)) },
    };

    [Fact]
    public void The_defaults_are_valid() => Validate(static _ => { });

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_that_cannot_be_is_refused_at_start_by_its_name(string option, Action<IServiceCollection> configure)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Validate(configure));

        Assert.Contains(option, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_plans_or_retries_that_cannot_be_is_refused_when_it_is_set()
    {
        Refused(nameof(PlanLimits.MaxTasks), () => new PlanLimits { MaxTasks = 0 });
        Refused(nameof(PlanLimits.MaxDepth), () => PlanLimits.Default with { MaxDepth = int.MaxValue });
        Refused(nameof(PlanLimits.MaxArgumentCharacters), () => new PlanLimits { MaxArgumentCharacters = -1 });
        Refused(nameof(PlanLimits.MaxListItems), () => new PlanLimits { MaxListItems = 0 });
        Refused(nameof(RetryPolicy.AttemptsPerModel), () => new RetryPolicy { AttemptsPerModel = 0 });
        Refused(nameof(RetryPolicy.FirstDelay), () => new RetryPolicy { FirstDelay = TimeSpan.FromSeconds(-1) });
        Refused(nameof(RetryPolicy.MaxDelay), () => RetryPolicy.Default with { MaxDelay = TimeSpan.MaxValue });

        static void Refused(string name, Func<object> make) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
    }

    private static void Validate(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection().AddJarvis();
        configure(services);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
