using Jarvis.Conformance.LanguageModels;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>Sets a user's machine up for a language model, and says which of its calls is which.</summary>
internal static class LanguageModelDesk
{
    public const string Key = "sk-VeryMuchASecretOfTheUser";
    public const string Model = "test-model";

    /// <summary>Sets what a user of a compatible server sets.</summary>
    public static void Uses(this Desk desk, Uri endpoint)
    {
        desk.Variables["OPENAI_BASE_URL"] = endpoint.ToString();
        desk.Variables["OPENAI_API_KEY"] = Key;
        desk.Variables["Jarvis__LanguageModel__Model"] = Model;
    }

    /// <summary>Answers a call by what it is for.</summary>
    public static void Does(this StandInLanguageModel server, string plan, string answer, Func<StandInRequest, string> task) =>
        server.Otherwise = request => request.IsPlanning() ? StandInReply.LetterByLetter(plan)
            : request.IsAnswering() ? StandInReply.LetterByLetter(answer)
            : new(task(request));

    public static bool IsPlanning(this StandInRequest request) => request.Messages[0].Text.StartsWith("You plan.", StringComparison.Ordinal);

    public static bool IsAnswering(this StandInRequest request) => request.Messages[0].Text.StartsWith("You are Jarvis", StringComparison.Ordinal);

    /// <summary>Neither what the program wrote nor what it kept holds the key.</summary>
    public static Ended KeptTheKey(this Ended run)
    {
        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
        return run;
    }
}
