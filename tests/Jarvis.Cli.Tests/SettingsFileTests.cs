using Jarvis.Cli.Hosting;
using Jarvis.Errors;

namespace Jarvis.Cli.Tests;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-settings-").FullName;

    private string File => Path.Combine(_folder, SettingsFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_in_the_users_folder_of_Jarvis() =>
        Assert.Equal(File, SettingsFile.DefaultPath(name => name == "JARVIS_HOME" ? _folder : null));

    [Fact]
    public void A_file_that_is_not_there_says_nothing() => Assert.Empty(SettingsFile.Read(File));

    [Fact]
    public void Its_sections_are_read_as_environment_variables_are_with_lists_by_number()
    {
        Write("""
            {
              // the studio in the cellar
              "Jarvis": {
                "LanguageModel": { "Model": "m", "MaxOutputTokens": 512, "UseEntraId": false, "Key": null },
                "Remote": { "OpenAI": { "studio": { "Models": [{ "Id": "a/b" }, { "Id": "c/d" }] } } },
              }
            }
            """);

        Assert.Equal(
            [
                "Jarvis__LanguageModel__Model=m", "Jarvis__LanguageModel__MaxOutputTokens=512", "Jarvis__LanguageModel__UseEntraId=false",
                "Jarvis__Remote__OpenAI__studio__Models__0__Id=a/b", "Jarvis__Remote__OpenAI__studio__Models__1__Id=c/d",
            ],
            SettingsFile.Read(File).Select(setting => $"{setting.Key}={setting.Value}"));
    }

    [Theory]
    [InlineData("{\n  \"Jarvis\": {\n    \"Remote\": x\n  }\n}", "line 3, column 15")]
    [InlineData("""{"Jarvis":{"Tenants":{"MaxTokensPerDay":"secret"}}}""", "There is no setting Jarvis:Tenants:MaxTokensPerDay; there are Jarvis:LanguageModel, Jarvis:Remote and Jarvis:Gateway.")]
    [InlineData("""{"Jarvis":{"Remote":"secret"}}""", "There is no setting Jarvis:Remote;")]
    [InlineData("""{"Jarvis":{"LanguageModel":{"Model":"\ud800"}}}""", "there is a name or a value that is no text")]
    [InlineData("""{"Jarvis":{"\ud800":"secret"}}""", "there is a name or a value that is no text")]
    [InlineData("""{"Jarvis":{"\u001b[2J":"secret"}}""", "There is no setting Jarvis:")]
    [InlineData("\"secret\"", "There is no setting outside of { }")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}}}}}""", "this is no JSON")]
    public void What_is_no_setting_is_told_with_the_file_and_the_place_and_no_value(string text, string says)
    {
        Write(text);

        var refused = Assert.Throws<JarvisException>(() => SettingsFile.Read(File));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.StartsWith(File, refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        Write(new string(' ', (1 << 20) + 1));

        Assert.Equal(ErrorCode.TooLarge, Assert.Throws<JarvisException>(() => SettingsFile.Read(File)).Code);
    }

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
