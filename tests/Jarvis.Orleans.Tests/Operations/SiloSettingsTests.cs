using System.Net;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.Remote;
using Jarvis.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Jarvis.Orleans.Tests.Operations;

public sealed class SiloSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jarvis-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_help_names_every_setting_and_needs_none()
    {
        var (code, help, _) = await SiloCommand.RunAsync(new Dictionary<string, string>(), "--help");

        Assert.Equal(0, code);
        Assert.All(typeof(Silo.SiloOptions).GetProperties(), option => Assert.Contains(option.Name, help, StringComparison.Ordinal));
        Assert.All(typeof(SiloTlsOptions).GetProperties(), option => Assert.Contains($"Tls__{option.Name}", help, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<SiloRole>(), role => Assert.Contains($"{role}:", help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_there_is_not_is_refused_with_where_to_look()
    {
        var (code, _, error) = await SiloCommand.RunAsync(new Dictionary<string, string>(), "aks", "What time is it?");

        Assert.Equal((2, "There is no command aks; see jarvis-silo --help.\n"), (code, error));
    }

    [Theory]
    [InlineData("SilPort", "11111", "SilPort")]
    [InlineData("SiloPort", "many", "SiloPort")]
    [InlineData("SiloPort", "70000", "SiloPort")]
    [InlineData("Roles:0", "Boss", "Roles:0")]
    [InlineData("Tls:Certificat", "silo.crt", "Certificat")]
    [InlineData("Secrets", "/no/such/folder", "Jarvis__Silo__Secrets")]
    [InlineData("Address", "no-such-name.invalid", "Jarvis__Silo__Address")]
    public void A_setting_that_there_is_not_or_cannot_be_so_is_refused_by_its_name(string name, string value, string named)
    {
        var refused = Assert.Throws<JarvisException>(() => Build($"--Jarvis:Silo:{name}={value}"));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_a_file_counts_before_all_others_and_without_the_end_of_its_line()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Jarvis__Silo__Database"), "Host=db;Password=secret\n");
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Jarvis:Silo:Database"] = "Host=other",
            ["Jarvis:Silo:Resources"] = _folder.FullName,
            ["Jarvis:Silo:Secrets"] = _folder.FullName,
        });

        Assert.Equal("Host=db;Password=secret", SiloHost.Read(configuration).Database);
    }

    [Fact]
    public async Task It_is_reached_at_the_address_that_its_name_has_and_at_the_ports_of_its_roles()
    {
        await using var both = Build("--Jarvis:Silo:Address=localhost", "--Jarvis:Silo:SiloPort=12345", "--Jarvis:Silo:GatewayPort=12346");
        await using var gpu = Build("--Jarvis:Silo:Roles:0=Gpu");

        var open = both.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal((IPAddress.Loopback, 12345, 12346), (open.AdvertisedIPAddress, open.SiloPort, open.GatewayPort));
        Assert.Equal(0, gpu.Services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort);
    }

    [Theory]
    [InlineData("Coordinator", true, true)]
    [InlineData("Gpu", false, true)]
    [InlineData("Gateway", false, false)]
    public async Task A_role_decides_whether_there_are_conversations_and_models(string role, bool conversations, bool models)
    {
        await using var silo = Build($"--Jarvis:Silo:Roles:0={role}");

        Assert.Equal(conversations, silo.Services.GetRequiredService<IOptions<JarvisClusterOptions>>().Value.HostConversations);
        Assert.Equal(models, silo.Services.GetServices<IModelSource>().Any());
    }

    [Fact]
    public async Task A_language_model_is_called_with_the_key_that_a_file_has()
    {
        await using var server = await StandInLanguageModel.StartAsync(new StandInReply("ready"));
        server.Key = "key-of-a-file";
        File.WriteAllText(Path.Combine(_folder.FullName, "Jarvis__LanguageModel__Key"), "key-of-a-file\n");
        await using var silo = Build($"--Jarvis:Silo:Secrets={_folder.FullName}", $"--Jarvis:LanguageModel:Endpoint={server.Endpoint}", "--Jarvis:LanguageModel:Model=small");

        var answer = await silo.Services.GetRequiredService<ILanguageModels>().For(LanguageModelRole.Planning)!.GetResponseAsync("Are you there?");

        Assert.Equal("ready", answer.Text);
        Assert.Equal("key-of-a-file", Assert.Single(server.Requests).Key);
    }

    [Fact]
    public async Task Servers_elsewhere_are_used_where_they_are_named_and_a_wrong_name_is_refused()
    {
        await using var silo = Build(
            "--Jarvis:Remote:OpenAI:studio:Endpoint=http://127.0.0.1:9/v1",
            "--Jarvis:Remote:OpenAI:studio:Models:0:Id=studio/painter",
            "--Jarvis:Remote:OpenAI:studio:Models:0:TaskType=text-to-image",
            "--Jarvis:Remote:OpenAI:studio:Models:0:Model=painter",
            "--Jarvis:Remote:HuggingFace:Token=hf_of_the_cluster");
        var refused = Assert.Throws<JarvisException>(() =>
        {
            using var wrong = (IDisposable)Build("--Jarvis:Remote:OpenAI:studio:Endpont=http://127.0.0.1:9/v1");
            _ = ((WebApplication)wrong).Services.GetRequiredService<IOptions<RemoteModelOptions>>().Value;
        });
        var options = silo.Services.GetRequiredService<IOptions<RemoteModelOptions>>().Value;

        Assert.Equal("hf_of_the_cluster", options.HuggingFace.Token);
        Assert.Equal("studio/painter", Assert.Single(options.OpenAI["studio"].Models).Id);
        Assert.Contains("Endpont", refused.Message, StringComparison.Ordinal);
    }

    private WebApplication Build(params string[] settings) => SiloHost.Build(
        ["--Jarvis:Silo:Database=Host=nowhere.invalid", $"--Jarvis:Silo:Resources={_folder.FullName}", .. settings]);
}
