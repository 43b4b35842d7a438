# The offer of an update; both of its buttons close it.
.class public Lcom/xiaomi/account/upgrade/AccountApkUpdateDialogActivity;
.super Lmock/Page;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/account_update_dialog
    return v0
.end method

.method public tapped(I)V
    .registers 2
    invoke-virtual {p0}, Landroid/app/Activity;->finish()V
    return-void
.end method
